import { and, asc, eq, gt } from 'drizzle-orm';
import { rowError, rowErrors } from '@sms-crm/contracts/imports';
import { importRows } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { csvLines } from '../csv/write.ts';
import { findImport, shownStatus, type ImportRow } from './view.ts';

/** Rejected rows read at once. */
const pageRows = 1_000;

/**
 * The rejected rows of an import as CSV: all columns under the file's own header, and a last column `reason` in words.
 *
 * @returns a name for the file and its text in pieces; each piece is read when it is asked for
 */
export async function exportRejected(
  ctx: Context,
  input: { id: string },
): Promise<{ fileName: string; text: AsyncIterable<string> }> {
  requirePermission(ctx, 'contacts:export');
  const row = await withTransaction(ctx, async (ctx) => {
    const row = await findImport(ctx, input.id);
    shownStatus(row);
    await audit(ctx, { action: 'import.export-rejected', target: { type: 'import', id: row.id } });
    return row;
  });
  const name = row.fileName.replace(/\.\w+$/, '').replace(/[^\w -]+/g, '_');
  return { fileName: `${name}-rejected.csv`, text: rejectedText(ctx, row) };
}

async function* rejectedText(ctx: Context, row: ImportRow): AsyncGenerator<string> {
  yield csvLines([[...row.columns.map((column) => column.header), 'reason']]);
  let behind = 0;
  for (;;) {
    const page = await withTransaction(ctx, ({ tx }) =>
      tx.db
        .select()
        .from(importRows)
        .where(and(eq(importRows.importId, row.id), gt(importRows.rowNumber, behind)))
        .orderBy(asc(importRows.rowNumber))
        .limit(pageRows),
    );
    const last = page.at(-1);
    if (last === undefined) return;
    yield csvLines(page.map((rejected) => [...padded(rejected.cells, row.columns.length), words(rejected)]));
    behind = last.rowNumber;
  }
}

/** A row with too few columns gets empty ones, so that the reason stands under its header. */
function padded(cells: readonly string[], columns: number): string[] {
  return [...cells, ...Array<string>(Math.max(0, columns - cells.length)).fill('')];
}

function words(row: typeof importRows.$inferSelect): string {
  return `Row ${row.rowNumber}, line ${row.line}: ${rowErrors[rowError.parse(row.reason)]}. ${row.detail}`;
}
