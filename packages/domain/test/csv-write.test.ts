import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defuse } from '../src/csv/write.ts';

const digits = (least: number, most: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most })
    .map((list) => list.join(''));
const starters = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
const formulaText = fc
  .array(
    fc.constantFrom(
      ...starters,
      '1',
      '2',
      '15',
      '*',
      '/',
      '^',
      '(',
      ')',
      ' ',
      '.',
      ',',
      'A1',
      'SUM',
      '!',
      '"',
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

test('what a spreadsheet would calculate gets an apostrophe in front', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('+', '-'),
      digits(1, 15),
      fc.constantFrom(...'+-*/^&=<>'),
      digits(1, 15),
      (sign, a, operator, b) => {
        const sum = `${sign}${a}${operator}${b}`;
        expect(defuse(sum)).toBe(`'${sum}`);
      },
    ),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...starters.filter((start) => start !== '+' && start !== '-')),
      fc.string(),
      (start, rest) => {
        expect(defuse(start + rest).startsWith(`'${start}`)).toBe(true);
      },
    ),
  );
});

test('phones in E.164 and plain negative numbers stay as they are', () => {
  fc.assert(
    fc.property(digits(7, 15), (phone) => {
      expect(defuse(`+${phone}`)).toBe(`+${phone}`);
    }),
  );
  fc.assert(
    fc.property(digits(1, 20), fc.option(digits(1, 6)), (whole, fraction) => {
      const number = fraction === null ? `-${whole}` : `-${whole}.${fraction}`;
      expect(defuse(number)).toBe(number);
    }),
  );
});

test('no cell, and no part of one that is split once more, begins like a formula but a phone or a number; nothing but apostrophes is added', () => {
  fc.assert(
    fc.property(fc.oneof(formulaText, fc.string()), (cell) => {
      const safe = defuse(cell);
      expect(safe.replaceAll("'", '')).toBe(cell.replaceAll("'", ''));
      expect(defuse(safe)).toBe(safe);
      for (const [first = '', ...rest] of safe.split(/[;|\t]/)) {
        expect(
          !starters.includes(first) || /^[\d.]+$/.test(rest.join('')) || first === '\r' || first === '\n',
        ).toBe(true);
      }
    }),
  );
});

test.each([
  '=1+1',
  '+1+1',
  '-1-1',
  '+1+cmd',
  '-2+3=',
  '@sum',
  '\tx',
  '\rx',
  '+1 (415) 555-2671',
  '+1-415-555-2671',
  '+123456',
  '+1234567890123456',
  '+15551234567\n',
  '-',
  '-1.',
  '-.5',
  '-1e5',
  '-1 ',
])('%j is defused', (cell) => {
  expect(defuse(cell)).toBe(`'${cell}`);
});

test.each([
  ['a;=1+1', "a;'=1+1"],
  ['a|@b;-1;+15551234567', "a|'@b;-1;+15551234567"],
  ['=1\t=2', "'=1\t'=2"],
])('%j becomes %j for spreadsheets that split at other characters', (cell, safe) => {
  expect(defuse(cell)).toBe(safe);
});

test.each(['', 'a=b', '+15551234567', '-12', '-0.5', '12', ' =1', "'=1"])('%j is left alone', (cell) => {
  expect(defuse(cell)).toBe(cell);
});
