import { eq, sql } from 'drizzle-orm';
import type { ImportTotals } from '@sms-crm/contracts/imports';
import { liveTopic } from '@sms-crm/contracts/live';
import { imports } from '@sms-crm/db/tables/contacts';
import { isConnectionLoss } from '@sms-crm/db/transaction';
import { audit } from '../context/audit.ts';
import { enqueue, signal, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { deleteChunks } from './chunks.ts';
import { importJob } from './due.ts';
import { findImport, type ImportRow } from './view.ts';

/** What a job lends to its verb: `signal` asks it to stop at a safe point, `lastTry` says that no further try follows. */
export type JobRun = { signal: AbortSignal; lastTry: boolean };

/** Thrown when a newer run took over, or the import was canceled: nothing is left to do for this one. */
export class RunIsOver extends Error {
  override readonly name = 'RunIsOver';
}

/** Live pages and the row hear of progress at most this often, ms. */
const progressGrainMs = 250;

/** The row of an import as one run may still change it: locked, in the run's status, and not taken over. */
export async function holdRun(ctx: TxContext, run: ImportRow): Promise<ImportRow> {
  const row = await findImport(ctx, run.id, { lock: true });
  if (row.status !== run.status || row.run !== run.run) throw new RunIsOver();
  return row;
}

/**
 * Starts a run: whatever an older run of the same import still does is refused from now on.
 *
 * @returns undefined when the import waits for no such job
 */
export async function beginRun(
  ctx: Context,
  importId: string,
  status: 'checking' | 'committing',
): Promise<ImportRow | undefined> {
  return withTransaction(ctx, async (ctx) => {
    const row = await findImport(ctx, importId, { lock: true });
    if (row.status !== status) return undefined;
    const [begun] = await ctx.tx.db
      .update(imports)
      .set({ run: sql`${imports.run} + 1`, progressAt: ctx.services.clock.now() })
      .where(eq(imports.id, importId))
      .returning();
    return begun;
  });
}

/**
 * Asks for another run of what this one, whose process ends, has left: the sweep would wait until nothing has moved for a while.
 *
 * @throws RunIsOver when nothing is left to this run
 */
export async function handOn(ctx: Context, run: ImportRow): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    enqueue(ctx, importJob(await holdRun(ctx, run), ctx.requestId));
  });
}

/** Says when progress may be told again. */
export class ProgressGrain {
  #last = 0;

  due(now: Date): boolean {
    if (now.getTime() - this.#last < progressGrainMs) return false;
    this.#last = now.getTime();
    return true;
  }
}

/** Tells open pages that an import moved. */
export function signalImport(ctx: TxContext, importId: string): void {
  signal(ctx, liveTopic.import(importId));
}

/** Ends an import: its file is dropped, its rejected rows stay. */
export async function endImport(
  ctx: TxContext,
  row: ImportRow,
  end: { status: 'completed' | 'failed' | 'canceled'; failure?: string; totals?: ImportTotals },
): Promise<void> {
  const now = ctx.services.clock.now();
  await ctx.tx.db
    .update(imports)
    .set({ status: end.status, failure: end.failure ?? null, completedAt: now, progressAt: now })
    .where(eq(imports.id, row.id));
  await deleteChunks(ctx, row.id);
  const verb = { completed: 'complete', failed: 'fail', canceled: 'cancel' }[end.status];
  await audit(ctx, {
    action: `import.${verb}`,
    target: { type: 'import', id: row.id },
    before: { status: row.status },
    after: {
      status: end.status,
      contactsWritten: row.contactsWritten,
      ...(end.failure === undefined ? {} : { failure: end.failure }),
    },
  });
  signalImport(ctx, row.id);
}

/**
 * Settles what a run threw. A file that cannot be read fails the import at once; a database that is away is left to the
 * sweep; anything else is thrown again for another try, and fails the import on the last one.
 */
export async function settleFailure(
  ctx: Context,
  run: ImportRow,
  job: JobRun,
  error: unknown,
): Promise<void> {
  if (error instanceof RunIsOver) return;
  const unreadable = error instanceof DomainError && error.code === 'malformed_file';
  if (!unreadable && (!job.lastTry || isConnectionLoss(error))) {
    if (await isOver(ctx, run)) return;
    throw error;
  }
  const failure = unreadable
    ? error.message
    : `Something went wrong on our side and several tries did not help. ${written(run)} Upload the file again; the log knows this import as ${run.id}.`;
  await withTransaction(ctx, async (ctx) => {
    await endImport(ctx, await holdRun(ctx, run), { status: 'failed', failure });
  }).catch((lost: unknown) => {
    if (!(lost instanceof RunIsOver)) throw lost;
  });
  if (!unreadable) throw error;
}

function written({ status }: ImportRow): string {
  return status === 'committing' ? 'Contacts written so far stay.' : 'Nothing was imported.';
}

async function isOver(ctx: Context, run: ImportRow): Promise<boolean> {
  return withTransaction(ctx, (ctx) => holdRun(ctx, run)).then(
    () => false,
    (error: unknown) =>
      error instanceof RunIsOver || (error instanceof DomainError && error.code === 'not_found'),
  );
}
