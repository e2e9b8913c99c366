import { stringify } from 'csv-stringify/sync';

/** What spreadsheets take for the beginning of a formula, also in its full-width forms, or drop before they look for one. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

/** The same behind what spreadsheets of some countries split cells at, to the next such place. */
const formulaInside = /([;|\t])([=+\-@＝＋－＠][^;|\t]*)/g;

/** A phone in E.164, and a plain negative number: spreadsheets run nothing in them. */
const harmless = /^(\+\d{7,15}|-\d+(\.\d+)?)$/;

/**
 * Makes a cell safe to open in a spreadsheet, also in one that splits it once more: what would be run as a formula gets an apostrophe in
 * front. (OWASP, CSV injection.)
 * Phones in E.164 and negative numbers stay as they are; `+1 (415) 555-2671` does not, since `+1-1` looks like it.
 */
export function defuse(cell: string): string {
  const inside = cell.replaceAll(formulaInside, (all, separator: string, rest: string) =>
    harmless.test(rest) ? all : `${separator}'${rest}`,
  );
  return formulaStart.test(cell) && !harmless.test(cell) ? `'${inside}` : inside;
}

/** Rows as CSV text (RFC 4180, CRLF), every cell defused. */
export function csvLines(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((row) => row.map(defuse)),
    { record_delimiter: '\r\n', quoted_match: /[\r\n]/ },
  );
}
