import { eq } from 'drizzle-orm';
import type { ImportSettings } from '@sms-crm/contracts/imports';
import { imports } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { localNow } from './agreed-at.ts';
import { readChunks } from './chunks.ts';
import { storedFormat } from './file-format.ts';
import { InFlight } from './in-flight.ts';
import { readBatches, type RowBatch } from './read-rows.ts';
import {
  beginRun,
  endImport,
  handOn,
  holdRun,
  ProgressGrain,
  RunIsOver,
  settleFailure,
  signalImport,
  type JobRun,
} from './run.ts';
import type { ImportRow } from './view.ts';
import { draftAccepted, writeContacts, type BatchOptions } from './write-contacts.ts';

/** Batches written at the same time: two keep the parser and the database busy, more gain nothing (measured). */
const batchesAtOnce = 2;

/**
 * Writes the accepted rows of a checked import, batch by batch. Each batch moves the checkpoint in its own transaction, so that
 * a run that starts after a crash at any moment does only what is left, and each row counts once.
 */
export async function commitImport(ctx: Context, input: { importId: string }, job: JobRun): Promise<void> {
  requirePermission(ctx, 'contacts:import');
  const run = await beginRun(ctx, input.importId, 'committing');
  if (run === undefined || run.settings === null) return;
  const work = new InFlight(batchesAtOnce);
  try {
    await writeFile(ctx, run, run.settings, { work, stop: job.signal });
    if (job.signal.aborted) {
      await handOn(ctx, run);
      return;
    }
    await withTransaction(ctx, async (ctx) => {
      const row = await holdRun(ctx, run);
      if (row.rowsDone !== row.rowsTotal) {
        throw new Error(`import ${row.id} ended at row ${row.rowsDone} of ${String(row.rowsTotal)}`);
      }
      await endImport(ctx, row, { status: 'completed' });
    });
  } catch (error) {
    await work.drain().catch(() => undefined);
    await settleFailure(ctx, run, job, error);
  }
}

async function writeFile(
  ctx: Context,
  run: ImportRow,
  settings: ImportSettings,
  { work, stop }: { work: InFlight; stop: AbortSignal },
): Promise<void> {
  const { timeZone } = await withTransaction(ctx, tenantSettings);
  const now = ctx.services.clock.now();
  const options: BatchOptions = { run, settings, timeZone, now, localNow: localNow(now, timeZone) };
  const progress = new ProgressGrain();
  for await (const batch of readBatches(readChunks(ctx, run), storedFormat(run))) {
    if (stop.aborted) break;
    if (isWritten(run, batch)) continue;
    await work.start(() => writeBatch(ctx, batch, { ...options, progress }));
  }
  await work.drain();
}

async function writeBatch(
  ctx: Context,
  batch: RowBatch,
  options: BatchOptions & { progress: ProgressGrain },
): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const drafts = await draftAccepted(ctx, batch, options);
    const leftOut = await writeContacts(ctx, drafts, options);
    await moveCheckpoint(ctx, options.run, batch, { contacts: drafts.length, leftOut });
    if (options.progress.due(ctx.services.clock.now())) signalImport(ctx, options.run.id);
  });
}

function isWritten({ rowsDone, batchesAhead }: ImportRow, { firstRow }: RowBatch): boolean {
  return firstRow <= rowsDone || batchesAhead.some((row, index) => index % 2 === 0 && row === firstRow);
}

/** The last statements of a batch: the row is locked only until the commit, so two batches hardly wait for each other. */
async function moveCheckpoint(
  ctx: TxContext,
  run: ImportRow,
  batch: RowBatch,
  written: { contacts: number; leftOut: number },
): Promise<void> {
  const row = await holdRun(ctx, run);
  if (isWritten(row, batch)) throw new RunIsOver();
  await ctx.tx.db
    .update(imports)
    .set({
      ...checkpointAfter(row, batch),
      contactsWritten: row.contactsWritten + written.contacts,
      ...(written.leftOut === 0 ? {} : { totals: withLeftOut(row, written.leftOut) }),
      progressAt: ctx.services.clock.now(),
    })
    .where(eq(imports.id, row.id));
}

function withLeftOut({ totals }: ImportRow, leftOut: number): ImportRow['totals'] {
  return totals && { ...totals, attributesLeftOut: (totals.attributesLeftOut ?? 0) + leftOut };
}

/** The checkpoint as it stands once a batch is written, and what is written beyond it: first and last row of each such batch. */
function checkpointAfter(
  { rowsDone, batchesAhead }: Pick<ImportRow, 'rowsDone' | 'batchesAhead'>,
  { firstRow, rows }: RowBatch,
): Pick<ImportRow, 'rowsDone' | 'batchesAhead'> {
  const lastOf = new Map([[firstRow, firstRow + rows.length - 1]]);
  for (let index = 0; index < batchesAhead.length; index += 2) {
    lastOf.set(batchesAhead[index] ?? 0, batchesAhead[index + 1] ?? 0);
  }
  let done = rowsDone;
  for (let last = lastOf.get(done + 1); last !== undefined; last = lastOf.get(done + 1)) {
    lastOf.delete(done + 1);
    done = last;
  }
  return { rowsDone: done, batchesAhead: [...lastOf].flat() };
}
