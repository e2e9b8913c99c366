import { expect, test } from 'vitest';
import { addedDetail } from '../src/imports/import-words.ts';

test('a detail that only repeats its reason is left out', () => {
  expect(addedDetail({ reason: 'missing_phone', detail: 'The phone column is empty.' })).toBeUndefined();
  const detail = 'The same phone, +14155550123, is in row 3.';
  expect(addedDetail({ reason: 'duplicate', detail })).toBe(detail);
});
