import { setImmediate as turn } from 'node:timers/promises';
import type { ImportColumn } from '@sms-crm/contracts/imports';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { readChunks } from './chunks.ts';
import type { FileFormat } from './file-format.ts';
import { describeColumns, isDataRow } from './guess-columns.ts';
import { maxColumns, readRows } from './read-rows.ts';

/**
 * Looked at for samples and guesses, whatever comes first: the process that takes uploads has others to answer. The time ends a look
 * only when it has something to show, so that no file is refused because the machine is busy.
 */
const most = { rows: 50, bytes: 256 * 1024, ms: 200 };

/** The parser gets the beginning in pieces of this size, bytes, and others their turn between two. */
const pieceBytes = 16 * 1024;

/** How far a look got: `cut` when it ended before the file, `over` once all that is looked at was parsed. */
type Look = { rows: string[][]; cut: boolean; over: boolean };

/**
 * Looks at the beginning of a stored file for its columns. What is wrong further down is found by the dry run.
 *
 * @throws DomainError `malformed_file` with the fix
 */
export async function lookInside(
  ctx: Context,
  file: { id: string; bytes: number; format: FileFormat },
): Promise<ImportColumn[]> {
  const look: Look = { rows: [], cut: false, over: false };
  await readFirstRows(ctx, file, look);
  const [header, ...samples] = look.rows;
  if (header === undefined) throw malformed(look.cut ? noBeginning : isEmpty);
  const { defaultCountry } = await withTransaction(ctx, tenantSettings);
  if (isDataRow(header, defaultCountry)) throw malformed(noHeader);
  if (samples.length === 0 && !look.cut) throw malformed(noRow);
  if (header.length > maxColumns) throw malformed(tooManyColumns);
  return describeColumns(header, samples, defaultCountry);
}

/** The header and the first data rows; a row that is only begun when the look ends is none. */
async function readFirstRows(
  ctx: Context,
  file: { id: string; bytes: number; format: FileFormat },
  look: Look,
): Promise<void> {
  try {
    for await (const { cells } of readRows(beginning(ctx, file, look), file.format)) {
      if (look.cut && look.over) break;
      look.rows.push(cells);
      if (look.rows.length > most.rows) break;
    }
  } catch (error) {
    // The end of the look can stand inside quotes.
    if (!look.cut || !(error instanceof DomainError)) throw error;
  }
}

async function* beginning(
  ctx: Context,
  file: { id: string; bytes: number },
  look: Look,
): AsyncGenerator<Buffer> {
  const startedAt = performance.now();
  let read = 0;
  for await (const chunk of readChunks(ctx, { ...file, bytes: Math.min(file.bytes, most.bytes) })) {
    for (let from = 0; from < chunk.length && read < most.bytes; from += pieceBytes) {
      if (look.rows.length > 1 && performance.now() - startedAt > most.ms) break;
      const piece = chunk.subarray(from, Math.min(from + pieceBytes, chunk.length));
      read += piece.length;
      yield piece;
      // Rows of this piece reach the reader before the next one is parsed.
      await turn();
    }
  }
  look.cut = read < file.bytes;
  look.over = true;
}

const isEmpty = 'The file is empty. Upload a CSV file with a header and one contact per row.';
const noBeginning = `The first ${most.bytes / 1024} KB hold no whole row. Remove blank lines above the header, or a " that is never closed in it, then upload the file again.`;
const noHeader =
  'The first row holds a phone number, not column names. Put a header such as “Phone,First name” above it.';
const noRow = 'The file has a header but no row below it. Add one row per contact.';
const tooManyColumns = `The file has more than ${maxColumns} columns, which is the most that can be read. Remove the ones not needed.`;

function malformed(detail: string): DomainError {
  return new DomainError('malformed_file', { detail });
}
