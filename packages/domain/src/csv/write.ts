import { stringify } from 'csv-stringify/sync';

/** What spreadsheets take for the beginning of a formula. */
const formulaStart = /^[=+\-@\t\r]/;

/** A phone as people write it: harmless although it begins with a plus. */
const phoneLike = /^[+\d\s()./-]+$/;

/**
 * Makes a cell safe to open in a spreadsheet: what would be run as a formula gets an apostrophe in front. (OWASP, CSV injection.)
 * Phones stay as they are.
 */
export function defuse(cell: string): string {
  return formulaStart.test(cell) && !phoneLike.test(cell) ? `'${cell}` : cell;
}

/** Rows as CSV text (RFC 4180, CRLF), every cell defused. */
export function csvLines(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((row) => row.map(defuse)),
    { record_delimiter: '\r\n', quoted_match: /[\r\n]/ },
  );
}
