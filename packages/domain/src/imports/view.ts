import { asc, eq } from 'drizzle-orm';
import { importStatus, rowError, type ImportStatus, type ImportView } from '@sms-crm/contracts/imports';
import { importRows, imports } from '@sms-crm/db/tables/contacts';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';

export type ImportRow = typeof imports.$inferSelect;

/** Rejected rows shown with an import; all of them are in `rejected.csv`. */
const shownRejected = 100;

/**
 * @param options.lock holds the row against other changes until the transaction ends
 * @throws DomainError `not_found`
 */
export async function findImport(
  ctx: TxContext,
  id: string,
  options: { lock?: boolean } = {},
): Promise<ImportRow> {
  const query = ctx.tx.db.select().from(imports).where(eq(imports.id, id));
  const [row] = options.lock === true ? await query.for('no key update') : await query;
  if (row === undefined) throw notFound('import');
  return row;
}

/** The status as the API shows it; an upload under way is shown to nobody. */
export function shownStatus(row: ImportRow): ImportStatus {
  const status = importStatus.safeParse(row.status).data;
  if (status === undefined) throw notFound('import');
  return status;
}

/** The first rejected rows of an import. */
export async function rejectedSample(ctx: TxContext, id: string): Promise<ImportView['rejectedSample']> {
  const { rowNumber, line, reason, detail } = importRows;
  const rows = await ctx.tx.db
    .select({ row: rowNumber, line, reason, detail })
    .from(importRows)
    .where(eq(importRows.importId, id))
    .orderBy(asc(rowNumber))
    .limit(shownRejected);
  return rows.map((row) => ({ ...row, reason: rowError.parse(row.reason) }));
}

/** What the API shows of an import. */
export function importView(row: ImportRow, rejected: ImportView['rejectedSample']): ImportView {
  return {
    id: row.id,
    fileName: row.fileName,
    bytes: row.bytes,
    status: shownStatus(row),
    columns: row.columns,
    settings: row.settings,
    totals: row.totals,
    rejectedSample: rejected,
    progress: { rowsDone: row.rowsDone, rowsTotal: row.rowsTotal },
    contactsWritten: row.contactsWritten,
    failure: row.failure,
    createdAt: row.createdAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
  };
}
