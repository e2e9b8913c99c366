import type { ImportField, ImportSettings, RowError } from '@sms-crm/contracts/imports';
import { parsePhone, type ParsedPhone } from '../contacts/phone.ts';
import { PhoneRows } from './phone-rows.ts';
import { maxColumns, type FileRow } from './read-rows.ts';

export type RowVerdict =
  | ({ accepted: true } & ParsedPhone)
  | { accepted: false; reason: RowError; detail: string };

/** Longest piece of a cell that an error repeats, characters. */
const quotedChars = 40;

/** A phone that a spreadsheet took for a large number, e.g. `1.2E+10`. */
const rounded = /^[+-]?\d+(?:[.,]\d+)?e\+?\d+$/i;
const roundedWords =
  'is a phone that a spreadsheet rounded (scientific notation), so its last digits are lost. Give the column the format “text” where the phones are still whole, and save the file again.';

/** The index of the column mapped to a field; -1 when none is. */
export function columnOf(settings: ImportSettings, field: ImportField): number {
  return settings.mapping.findIndex((target) => target.to === 'field' && target.field === field);
}

/**
 * Judges rows in file order: column count, then a missing, then an invalid, then a repeated phone. The first row of a phone wins.
 */
export class RowJudge {
  readonly #seen = new PhoneRows();
  readonly #settings: ImportSettings;
  readonly #phoneColumn: number;

  constructor(settings: ImportSettings) {
    this.#settings = settings;
    this.#phoneColumn = columnOf(settings, 'phone');
  }

  /** @param row number of the data row, from 1 */
  judge({ cells }: FileRow, row: number): RowVerdict {
    const columns = this.#settings.mapping.length;
    if (cells.length !== columns) {
      const found = cells.length > maxColumns ? `more than ${maxColumns} columns` : counted(cells.length);
      const detail = `The row has ${found}, the header has ${counted(columns)}.`;
      return { accepted: false, reason: 'column_count', detail };
    }
    const text = (cells[this.#phoneColumn] ?? '').trim();
    if (text === '') {
      return { accepted: false, reason: 'missing_phone', detail: 'The phone column is empty.' };
    }
    const quoted = `“${text.slice(0, quotedChars)}”`;
    if (rounded.test(text)) return invalidPhone(`${quoted} ${roundedWords}`);
    const parsed = parsePhone(text, this.#settings.defaultCountry);
    if (parsed === null) {
      const { defaultCountry } = this.#settings;
      return invalidPhone(
        `${quoted} is not a phone number that exists (read as a ${defaultCountry} number).`,
      );
    }
    const earlier = this.#seen.add(parsed.phone, row);
    if (earlier === undefined) return { accepted: true, ...parsed };
    return {
      accepted: false,
      reason: 'duplicate',
      detail: `The same phone, ${parsed.phone}, is in row ${earlier}.`,
    };
  }
}

function invalidPhone(detail: string): RowVerdict {
  return { accepted: false, reason: 'invalid_phone', detail };
}

function counted(columns: number): string {
  return columns === 1 ? '1 column' : `${columns} columns`;
}
