import { maxAttributes } from '@sms-crm/contracts/contacts';
import type { ColumnTarget, ImportColumn, ImportField } from '@sms-crm/contracts/imports';
import { parsePhone } from '../contacts/phone.ts';
import { parseAgreedAt } from './agreed-at.ts';
import { attributeKeyOf } from '@sms-crm/contracts/attribute-key';
import { fieldOf } from './header-words.ts';

/** Samples shown of a column, and the longest sample, characters. */
const shownSamples = 3;
const shownChars = 80;

/** A column is what most of its filled cells look like. */
const mostOf = 0.6;

const anyTime = { utc: '9999', local: '9999' };

/**
 * Describes the columns of a file: samples, and where each most likely goes, by the words of the header and by what the cells look like.
 *
 * @param rows the first data rows
 * @param country ISO 3166 code for national phone forms
 */
export function describeColumns(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  country: string,
): ImportColumn[] {
  const columns = header.map((text, index) => ({
    index,
    header: text.trim() === '' ? `Column ${index + 1}` : text.trim(),
    named: text.trim() !== '',
    cells: rows.map((row) => (row[index] ?? '').trim()).filter((cell) => cell !== ''),
  }));
  const fields = assignFields(columns, country);
  const keys = new Set<string>();
  return columns.map((column) => ({
    index: column.index,
    header: column.header,
    samples: [...new Set(column.cells)].slice(0, shownSamples).map((cell) => cell.slice(0, shownChars)),
    guess: targetOf(column, fields.get(column.index), keys),
  }));
}

type Column = { index: number; header: string; named: boolean; cells: string[] };

/** By header first, then phone and e-mail by content; each field goes to one column at most. */
function assignFields(columns: readonly Column[], country: string): Map<number, ImportField> {
  const fields = new Map<number, ImportField>();
  const assign = (field: ImportField, fits: (column: Column) => boolean): void => {
    if ([...fields.values()].includes(field)) return;
    const found = columns.find((column) => !fields.has(column.index) && fits(column));
    if (found !== undefined) fields.set(found.index, field);
  };
  const looksLikePhone = (cell: string): boolean =>
    /^\+?[\d\s()./-]{7,}$/.test(cell) && parsePhone(cell, country) !== null;
  const looksLikeDate = (cell: string): boolean => parseAgreedAt(cell, country, anyTime) !== null;
  assign('phone', (column) => fieldOf(column.header) === 'phone' && mostly(column, looksLikePhone));
  assign('phone', (column) => fieldOf(column.header) === 'phone');
  assign('phone', (column) => fieldOf(column.header) === undefined && mostly(column, looksLikePhone));
  assign('email', (column) => fieldOf(column.header) === 'email');
  assign('email', (column) => fieldOf(column.header) === undefined && mostly(column, looksLikeEmail));
  // “Opted in: yes” is no date: such a column stays an attribute.
  assign('optedInAt', (column) => fieldOf(column.header) === 'optedInAt' && mostly(column, looksLikeDate));
  for (const field of [
    'firstName',
    'lastName',
    'city',
    'region',
    'postalCode',
    'timeZone',
    'tags',
  ] as const) {
    assign(field, (column) => fieldOf(column.header) === field);
  }
  if (![...fields.values()].includes('firstName')) {
    assign('fullName', (column) => fieldOf(column.header) === 'fullName');
  }
  return fields;
}

function looksLikeEmail(cell: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell);
}

function mostly(column: Column, looksRight: (cell: string) => boolean): boolean {
  const fitting = column.cells.filter(looksRight).length;
  return fitting > 0 && fitting >= column.cells.length * mostOf;
}

function targetOf(column: Column, field: ImportField | undefined, keys: Set<string>): ColumnTarget {
  if (field !== undefined) return { to: 'field', field };
  if (!column.named && column.cells.length === 0) return { to: 'ignore' };
  const key = attributeKeyOf(column.header, column.index);
  const free = keys.has(key) ? `column_${column.index + 1}` : key;
  if (keys.has(free) || keys.size >= maxAttributes) return { to: 'ignore' };
  keys.add(free);
  return { to: 'attribute', key: free };
}

/** Whether the first line holds contacts instead of column names: no header is a phone that exists. */
export function isDataRow(cells: readonly string[], country: string): boolean {
  return cells.some(
    (cell) => /\d{7}/.test(cell.replace(/\D/g, '')) && parsePhone(cell.trim(), country) !== null,
  );
}
