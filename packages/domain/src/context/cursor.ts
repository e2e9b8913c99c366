import type { Page } from '@sms-crm/contracts/paging';
import { DomainError } from './errors.ts';

/** Packs the sort values of the last row of a page; the next page begins behind them. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * @param length how many values this list's cursors hold
 * @throws DomainError `invalid_input` when it is not a cursor of this kind of list
 */
export function decodeCursor(cursor: string | undefined, length: number): string[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(values) && values.length === length) return values.map(String);
  } catch {
    // falls through to the one answer for every broken cursor
  }
  throw notOfThisList();
}

function notOfThisList(): DomainError {
  return new DomainError('invalid_input', {
    detail: 'The cursor is not one of this list. Start again without a cursor.',
    fields: [{ field: 'cursor', detail: 'not a cursor of this list' }],
  });
}

const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The cursor of a list that is sorted by id alone.
 *
 * @throws DomainError `invalid_input` when it is not one
 */
export function decodeIdCursor(cursor: string | undefined): string | undefined {
  const id = decodeCursor(cursor, 1)?.[0];
  if (id === undefined || idPattern.test(id)) return id;
  throw notOfThisList();
}

/** Cuts the one row too many that a list reads to learn whether a next page exists. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  options: { item: (row: Row) => Item; cursor: (row: Row) => (string | number)[] },
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(options.item), nextCursor: more ? encodeCursor(options.cursor(last)) : null };
}
