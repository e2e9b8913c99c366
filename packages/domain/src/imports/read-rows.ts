import { pipeline, Readable } from 'node:stream';
import { CsvError, parse, type Parser } from 'csv-parse';
import { DomainError } from '../context/errors.ts';
import type { FileFormat } from './file-format.ts';

/** Most columns of a file. */
export const maxColumns = 200;

/** One record of a file, of its cells at most one more than `maxColumns`; `line` is the line where it starts, from 1. */
export type FileRow = { cells: string[]; line: number };

/** The data rows `firstRow` … `firstRow + rows.length - 1`, from 1, whatever becomes of them. A file is always cut into the same batches. */
export type RowBatch = { firstRow: number; rows: FileRow[] };

/** Data rows of a batch: measured best for the upsert, and short enough to stop between two. */
const batchRows = 1_000;

/** A batch ends with the row that makes it this long, characters: long rows must not add up in memory. */
const batchChars = 2 * 1024 * 1024;

/** Longest record, bytes: a quote that is never closed must not swallow the whole file into memory. */
const maxRecordBytes = 1024 * 1024;

/** Bytes fed without a record coming out: the parser does not count delimiters, and some pieces are fed ahead. */
const maxUnansweredBytes = 2 * maxRecordBytes;

/** The parser is fed in pieces of this size, bytes. */
const pieceBytes = 64 * 1024;

/** Cells kept of a record; one more than a file may have, so that the rest is refused for its number of columns. */
const maxCells = maxColumns + 1;

/**
 * Parses a CSV file as a stream (RFC 4180; any line ending, stray quotes and backslashes are text, blank lines and Excel's `sep=;` are none).
 *
 * @throws DomainError `malformed_file` naming the line and the fix
 */
export async function* readRows(bytes: AsyncIterable<Buffer>, format: FileFormat): AsyncGenerator<FileRow> {
  const lines = new LineCount();
  const parser = parse({
    delimiter: format.delimiter,
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: maxRecordBytes,
    on_record: (cells: string[], { lines: counted, empty_lines: blank }) => {
      const line = lines.next(cells, { counted, blank });
      return asRecord({ cells: cells.length > maxCells ? cells.slice(0, maxCells) : cells, line });
    },
  });
  // Errors reach the reader through the parser itself; pipeline only ends both together.
  pipeline(Readable.from(feed(decode(bytes, format), { parser, lines })), parser, () => undefined);
  try {
    for await (const record of parser) {
      const row = asRow(record);
      if (row.line > 1 || !namesDelimiter(row)) yield row;
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error, lines.open(parser.info.empty_lines)) : error;
  } finally {
    parser.destroy();
  }
}

/** The first line by which Excel is told the delimiter, as the parser cuts it. */
function namesDelimiter({ cells: [name = '', ...rest] }: FileRow): boolean {
  return name.toLowerCase() === 'sep=' && rest.length === 1 && rest[0] === '';
}

/** Groups the data rows, i.e. all but the header, into batches. */
export async function* readBatches(
  bytes: AsyncIterable<Buffer>,
  format: FileFormat,
): AsyncGenerator<RowBatch> {
  let batch: RowBatch = { firstRow: 1, rows: [] };
  let chars = 0;
  let header = true;
  for await (const row of readRows(bytes, format)) {
    if (header) {
      header = false;
      continue;
    }
    batch.rows.push(row);
    chars += charsOf(row);
    if (batch.rows.length < batchRows && chars < batchChars) continue;
    yield batch;
    batch = { firstRow: batch.firstRow + batch.rows.length, rows: [] };
    chars = 0;
  }
  if (batch.rows.length > 0) yield batch;
}

/** What a row holds in memory, about, characters. */
export function charsOf({ cells }: FileRow): number {
  let chars = 0;
  for (const cell of cells) chars += cell.length;
  return chars;
}

/** The parser passes on whatever `on_record` makes; its types know cells only. */
function asRecord(row: FileRow): string[] {
  return row as unknown as string[];
}

/** The other end of `asRecord`. */
function asRow(record: unknown): FileRow {
  return record as FileRow;
}

/** Feeds the parser piece by piece, and stops when it swallows them without an answer. */
async function* feed(
  content: AsyncIterable<Buffer>,
  { parser, lines }: { parser: Parser; lines: LineCount },
): AsyncGenerator<Buffer> {
  let [answers, unanswered] = [0, 0];
  for await (const chunk of content) {
    for (let from = 0; from < chunk.length; from += pieceBytes) {
      const { records, empty_lines: blank } = parser.info;
      if (records + blank > answers) [answers, unanswered] = [records + blank, 0];
      const piece = chunk.subarray(from, from + pieceBytes);
      unanswered += piece.length;
      if (unanswered > maxUnansweredBytes) throw malformed(tooLong(lines.open(blank)));
      yield piece;
    }
  }
}

/** Any encoding as UTF-8 bytes, which may be cut anywhere, as text may not; NUL, which the database cannot store, is dropped. */
async function* decode(bytes: AsyncIterable<Buffer>, { encoding }: FileFormat): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8') {
    for await (const chunk of bytes) {
      yield chunk.includes(0) ? Buffer.from(chunk.filter((byte) => byte !== 0)) : chunk;
    }
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true }).replaceAll('\0', '');
    if (text !== '') yield Buffer.from(text);
  }
  const rest = decoder.decode();
  if (rest !== '') yield Buffer.from(rest);
}

/** Where each record starts. The parser counts a CRLF inside quotes twice; this counts it once. */
class LineCount {
  #counted = 0;
  #blank = 0;
  #end = 0;

  /** Where the row starts that has not come out yet, given the blank lines passed so far. */
  open(blank: number): number {
    return this.#end + 1 + blank - this.#blank;
  }

  next(cells: readonly string[], { counted, blank }: { counted: number; blank: number }): number {
    this.#blank = blank;
    const passed = counted - this.#counted;
    this.#counted = counted;
    if (passed === 1) {
      this.#end += 1;
      return this.#end;
    }
    const text = cells.join('');
    const breaks = text.match(/[\r\n]/g)?.length ?? 0;
    const start = this.#end + passed - breaks;
    this.#end = start + breaks - (text.match(/\r\n/g)?.length ?? 0);
    return start;
  }
}

/** @param line where the row starts that could not be read */
function unreadable(error: CsvError, line: number): DomainError {
  const detail =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? `A quoted cell of the row that starts in line ${line} is never closed. Add the missing " there, then upload the file again.`
      : error.code === 'CSV_MAX_RECORD_SIZE'
        ? tooLong(line)
        : `The file cannot be read as CSV at line ${line}: ${error.message}. Save it again as “CSV UTF-8”, then upload it.`;
  return malformed(detail, error);
}

function tooLong(line: number): string {
  return `The row that starts in line ${line} is longer than 1 MB. Most likely a " or a line break is missing there; add it, then upload the file again.`;
}

function malformed(detail: string, cause?: CsvError): DomainError {
  return new DomainError('malformed_file', { detail, cause });
}
