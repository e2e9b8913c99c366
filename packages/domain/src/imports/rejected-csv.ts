import { rowError, rowErrors } from '@sms-crm/contracts/imports';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { csvLines } from '../csv/write.ts';
import { findImport, shownStatus, type ImportRow } from './view.ts';

/** Rejected rows read at once, and about how much of them, bytes: a row can be 1 MB long. */
const pageRows = 1_000;
const pageBytes = 2 * 1024 * 1024;

/**
 * The rejected rows of an import as CSV: a first column `reason` in words, then all columns under the file's own header.
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
  yield csvLines([['reason', ...row.columns.map((column) => column.header)]]);
  let behind = 0;
  for (;;) {
    const page = await withTransaction(ctx, (ctx) => readPage(ctx, row.id, behind));
    const last = page.at(-1);
    if (last === undefined) return;
    yield csvLines(page.map((rejected) => [words(rejected), ...rejected.cells]));
    behind = last.row;
  }
}

type RejectedRow = { row: number; line: number; reason: string; detail: string; cells: string[] };

async function readPage(ctx: TxContext, importId: string, behind: number): Promise<RejectedRow[]> {
  const { rows } = await ctx.tx.db.$client.query<RejectedRow>({
    name: 'import-rejected-page',
    text: `select row_number::int as row, line::int as line, reason, detail, cells
      from (
        select *, sum(size) over (order by row_number) - size as bytes_before
        from (
          select row_number, line, reason, detail, cells, octet_length(cells::text) as size
          from import_rows where import_id = $1 and row_number > $2
          order by row_number limit $3
        ) as following
      ) as measured
      where bytes_before < $4
      order by row_number`,
    values: [importId, behind, pageRows, pageBytes],
  });
  return rows;
}

function words({ row, line, reason, detail }: RejectedRow): string {
  const why = `${rowErrors[rowError.parse(reason)]}.`;
  return `Row ${row}, line ${line}: ${detail === why ? why : `${why} ${detail}`}`;
}
