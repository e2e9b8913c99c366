import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { DomainError } from '../context/errors.ts';
import type { FileFormat } from './file-format.ts';

/** One record of a file; `line` is the line where it starts, from 1. */
export type FileRow = { cells: string[]; line: number };

/** Rows of one batch; batch `number` n, from 0, holds the data rows n × 1000 + 1 … n × 1000 + 1000, whatever becomes of them. */
export type RowBatch = { number: number; firstRow: number; rows: FileRow[] };

/** Data rows of a batch: measured best for the upsert, and short enough to stop between two. */
export const batchRows = 1_000;

/** Longest record, bytes: a quote that is never closed must not swallow the whole file into memory. */
const maxRecordBytes = 1024 * 1024;

/**
 * Parses a CSV file as a stream (RFC 4180; any line ending, stray quotes and backslashes are text, blank lines are none).
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
    on_record: (cells: string[], { lines: counted }) => asRecord({ cells, line: lines.next(cells, counted) }),
  });
  // Errors reach the reader through the parser itself; pipeline only ends both together.
  pipeline(Readable.from(decode(bytes, format)), parser, () => undefined);
  try {
    for await (const row of parser) yield asRow(row);
  } catch (error) {
    throw error instanceof CsvError ? malformed(error) : error;
  } finally {
    parser.destroy();
  }
}

/** Groups the data rows, i.e. all but the header, into batches. */
export async function* readBatches(
  bytes: AsyncIterable<Buffer>,
  format: FileFormat,
): AsyncGenerator<RowBatch> {
  let number = 0;
  let rows: FileRow[] = [];
  let header = true;
  for await (const row of readRows(bytes, format)) {
    if (header) {
      header = false;
      continue;
    }
    rows.push(row);
    if (rows.length < batchRows) continue;
    yield { number, firstRow: number * batchRows + 1, rows };
    number += 1;
    rows = [];
  }
  if (rows.length > 0) yield { number, firstRow: number * batchRows + 1, rows };
}

/** The parser passes on whatever `on_record` makes; its types know cells only. */
function asRecord(row: FileRow): string[] {
  return row as unknown as string[];
}

/** The other end of `asRecord`. */
function asRow(record: unknown): FileRow {
  return record as FileRow;
}

/** UTF-8 goes through as bytes; NUL, which the database cannot store, is dropped. */
async function* decode(
  bytes: AsyncIterable<Buffer>,
  { encoding }: FileFormat,
): AsyncGenerator<Buffer | string> {
  if (encoding === 'utf-8') {
    for await (const chunk of bytes) {
      yield chunk.includes(0) ? Buffer.from(chunk.filter((byte) => byte !== 0)) : chunk;
    }
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true }).replaceAll('\0', '');
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/** Where each record starts. The parser counts a CRLF inside quotes twice; this counts it once. */
class LineCount {
  #counted = 0;
  #end = 0;

  next(cells: readonly string[], counted: number): number {
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

function malformed(error: CsvError): DomainError {
  const line = 'lines' in error && typeof error.lines === 'number' ? ` near line ${error.lines}` : '';
  const detail =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? `A quoted cell is never closed${line}. Add the missing " there, then upload the file again.`
      : error.code === 'CSV_MAX_RECORD_SIZE'
        ? `A row${line} is longer than 1 MB. Most likely a " is missing there; add it, then upload the file again.`
        : `The file cannot be read as CSV${line}: ${error.message}. Save it again as “CSV UTF-8”, then upload it.`;
  return new DomainError('malformed_file', { detail, cause: error });
}
