import { and, eq, inArray } from 'drizzle-orm';
import {
  maxImportRows,
  rowErrorCodes,
  type ImportColumn,
  type ImportSettings,
  type ImportTotals,
  type RowError,
} from '@sms-crm/contracts/imports';
import { withoutDirectionControls } from '@sms-crm/contracts/scalars';
import { importRows, imports } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { localNow, type LocalNow } from './agreed-at.ts';
import { endAbandoned } from './abandoned.ts';
import { readChunks } from './chunks.ts';
import { columnOf, RowJudge } from './classify.ts';
import { agreedAt, isShortened, unreadDate } from './draft.ts';
import { storedFormat } from './file-format.ts';
import { readBatches, type RowBatch } from './read-rows.ts';
import { Refusals } from './refusals.ts';
import { beginRun, handOn, holdRun, ProgressGrain, settleFailure, signalImport, type JobRun } from './run.ts';
import type { ImportRow } from './view.ts';

/** Old rejected rows dropped in one transaction. */
const droppedAtOnce = 50_000;

/**
 * The dry run: streams the file, judges each row, keeps the rejected ones with their reasons, and counts. May be run again at any time;
 * a newer run takes over from an older one.
 */
export async function checkImport(ctx: Context, input: { importId: string }, job: JobRun): Promise<void> {
  requirePermission(ctx, 'contacts:import');
  if (await endAbandoned(ctx, input.importId)) return;
  const run = await beginRun(ctx, input.importId, 'checking');
  if (run === undefined || run.settings === null) return;
  try {
    await dropRejected(ctx, run);
    await checkFile(ctx, run, run.settings, job.signal);
  } catch (error) {
    await settleFailure(ctx, run, job, error);
  }
}

async function checkFile(
  ctx: Context,
  run: ImportRow,
  settings: ImportSettings,
  stop: AbortSignal,
): Promise<void> {
  const { timeZone } = await withTransaction(ctx, tenantSettings);
  const check = new Check(run.columns, settings, localNow(ctx.services.clock.now(), timeZone));
  const progress = new ProgressGrain();
  for await (const batch of readBatches(readChunks(ctx, run), storedFormat(run))) {
    if (stop.aborted) return handOn(ctx, run);
    const judged = check.judge(batch);
    await withTransaction(ctx, async (ctx) => {
      await holdRun(ctx, run);
      await keepRejected(ctx, run.id, judged.rejected);
      check.existing += await countExisting(ctx, judged.phones);
      if (!progress.due(ctx.services.clock.now())) return;
      await ctx.tx.db
        .update(imports)
        .set({ rowsDone: check.rows, progressAt: ctx.services.clock.now() })
        .where(eq(imports.id, run.id));
      signalImport(ctx, run.id);
    });
  }
  await withTransaction(ctx, async (ctx) => {
    await holdRun(ctx, run);
    await ctx.tx.db
      .update(imports)
      .set({
        status: 'checked',
        totals: check.totals(),
        rowsDone: check.rows,
        rowsTotal: check.rows,
        progressAt: ctx.services.clock.now(),
      })
      .where(eq(imports.id, run.id));
    signalImport(ctx, run.id);
  });
}

type RejectedRow = { row: number; line: number; reason: RowError; detail: string; cells: string[] };

/** The running totals of one dry run. */
class Check {
  rows = 0;
  existing = 0;
  readonly #judge: RowJudge;
  readonly #settings: ImportSettings;
  readonly #agreedColumn: number;
  readonly #refusals: Refusals;
  readonly #now: LocalNow;
  readonly #rejected: Record<RowError, number> = {
    missing_phone: 0,
    invalid_phone: 0,
    duplicate: 0,
    column_count: 0,
  };
  #withConsent = 0;
  #shortened = 0;
  #unreadDates: ImportTotals['unreadDates'];
  #saidNo: ImportTotals['saidNo'];

  constructor(columns: readonly ImportColumn[], settings: ImportSettings, now: LocalNow) {
    this.#settings = settings;
    this.#now = now;
    this.#judge = new RowJudge(settings);
    this.#agreedColumn = columnOf(settings, 'optedInAt');
    this.#refusals = new Refusals(columns, settings);
  }

  judge(batch: RowBatch): { phones: string[]; rejected: RejectedRow[] } {
    const phones: string[] = [];
    const rejected: RejectedRow[] = [];
    for (const [index, row] of batch.rows.entries()) {
      const number = batch.firstRow + index;
      const verdict = this.#judge.judge(row, number);
      if (verdict.accepted) {
        phones.push(verdict.phone);
        this.#noteAgreement(row.cells, number);
        if (isShortened(row.cells, this.#settings)) this.#shortened += 1;
        continue;
      }
      this.#rejected[verdict.reason] += 1;
      rejected.push({ ...row, row: number, reason: verdict.reason, detail: verdict.detail });
    }
    this.rows += batch.rows.length;
    if (this.rows > maxImportRows) throw tooManyRows();
    return { phones, rejected };
  }

  #noteAgreement(cells: readonly string[], row: number): void {
    const refused = this.#refusals.of(cells);
    if (refused.length === 0)
      return this.#noteDate(withoutDirectionControls(cells[this.#agreedColumn] ?? '').trim(), row);
    const { rows, columns } = this.#saidNo ?? { rows: 0, columns: [] };
    this.#saidNo = { rows: rows + 1, columns: [...new Set([...columns, ...refused])] };
  }

  #noteDate(cell: string, row: number): void {
    if (agreedAt(cell, this.#settings, this.#now) !== null) this.#withConsent += 1;
    const unread = unreadDate(cell, this.#settings, this.#now);
    if (unread === undefined) return;
    const { rows, ...first } = this.#unreadDates ?? { rows: 0, row, example: unread };
    this.#unreadDates = { rows: rows + 1, ...first };
  }

  totals(): ImportTotals {
    const accepted = rowErrorCodes.reduce((left, reason) => left - this.#rejected[reason], this.rows);
    return {
      rows: this.rows,
      accepted,
      rejected: this.#rejected,
      newContacts: accepted - this.existing,
      existingContacts: this.existing,
      withConsent: this.#withConsent,
      shortened: this.#shortened,
      ...(this.#unreadDates === undefined ? {} : { unreadDates: this.#unreadDates }),
      ...(this.#saidNo === undefined ? {} : { saidNo: this.#saidNo }),
    };
  }
}

function tooManyRows(): DomainError {
  return new DomainError('malformed_file', {
    detail: `The file has more than ${maxImportRows.toLocaleString('en-US')} rows. Split it and import the parts one after the other.`,
  });
}

async function countExisting(ctx: TxContext, phones: readonly string[]): Promise<number> {
  if (phones.length === 0) return 0;
  const { rows } = await ctx.tx.db.$client.query<{ count: number }>({
    name: 'import-existing',
    text: 'select count(*)::int as count from contacts where phone = any($1::text[])',
    values: [phones],
  });
  return rows[0]?.count ?? 0;
}

async function keepRejected(ctx: TxContext, importId: string, rows: readonly RejectedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await ctx.tx.db.$client.query({
    name: 'import-rejected',
    text: `insert into import_rows (tenant_id, import_id, row_number, line, reason, detail, cells)
      select $1, $2, r.number, r.line, r.reason, r.detail, r.cells::jsonb
      from unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[])
        as r (number, line, reason, detail, cells)`,
    values: [
      ctx.tenantId,
      importId,
      rows.map((row) => row.row),
      rows.map((row) => row.line),
      rows.map((row) => row.reason),
      rows.map((row) => row.detail),
      rows.map((row) => JSON.stringify(row.cells)),
    ],
  });
}

/** Drops what an earlier dry run rejected. */
async function dropRejected(ctx: Context, run: ImportRow): Promise<void> {
  let dropped = droppedAtOnce;
  while (dropped === droppedAtOnce) {
    dropped = await withTransaction(ctx, async (ctx) => {
      await holdRun(ctx, run);
      const next = ctx.tx.db
        .select({ row: importRows.rowNumber })
        .from(importRows)
        .where(eq(importRows.importId, run.id))
        .orderBy(importRows.rowNumber)
        .limit(droppedAtOnce);
      const gone = await ctx.tx.db
        .delete(importRows)
        .where(and(eq(importRows.importId, run.id), inArray(importRows.rowNumber, next)));
      return gone.rowCount ?? 0;
    });
  }
}
