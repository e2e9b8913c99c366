import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { expect, test } from 'vitest';
import { countParts } from '../src/messages/parts.ts';

const vectors: [string, string, number][] = [
  ['160 a', 'a'.repeat(160), 1],
  ['161 a', 'a'.repeat(161), 2],
  ['306 a', 'a'.repeat(306), 2],
  ['307 a', 'a'.repeat(307), 3],
  ['80 €', '€'.repeat(80), 1],
  ['81 €', '€'.repeat(81), 2],
  ['an escape pair on the edge', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
  ['70 я', 'я'.repeat(70), 1],
  ['71 я', 'я'.repeat(71), 2],
  ['134 я', 'я'.repeat(134), 2],
  ['135 я', 'я'.repeat(135), 3],
  ['35 😀', '😀'.repeat(35), 1],
  ['36 😀', '😀'.repeat(36), 2],
  ['67 😀', '😀'.repeat(67), 3],
  ['a surrogate pair on the edge', `${'я'.repeat(66)}😀${'я'.repeat(66)}`, 3],
  ['69 я and 😀', `${'я'.repeat(69)}😀`, 2],
  ['1600 a', 'a'.repeat(1600), 11],
  ['the empty text', '', 0],
];

test.each(vectors)('%s', (_name, text, parts) => {
  expect(countParts(text).parts).toBe(parts);
});

test('a backtick turns the text into UCS-2 and is named, a line break of two characters counts two', () => {
  expect(countParts('see `this`')).toMatchObject({
    encoding: 'UCS-2',
    brokenBy: { character: '`', index: 4 },
  });
  expect(countParts('a\r\nb')).toMatchObject({ encoding: 'GSM-7', units: 4, brokenBy: null });
});

test('ç and ê are not GSM, Ç is', () => {
  expect(countParts('Ç').encoding).toBe('GSM-7');
  expect(['ç', 'ê', '\t', '“', '–', '…'].map((text) => countParts(text).encoding)).toEqual(
    Array(6).fill('UCS-2'),
  );
});

const text = fc.string({ unit: fc.constantFrom('a', '€', '{', 'я', '😀', ' ', 'é', '\n'), maxLength: 400 });
const gsmText = fc.string({ unit: fc.constantFrom('a', '€', '{', ' ', 'é', '\n', '@'), maxLength: 700 });

test('parts agree with the calculator that Twilio publishes', () => {
  fc.assert(
    fc.property(fc.oneof(text, gsmText), (body) => {
      fc.pre(body !== '');
      expect(countParts(body).parts).toBe(new SegmentedMessage(body).segmentsCount);
    }),
  );
});

test('what is left in the last part fits into it, and one more does not', () => {
  fc.assert(
    fc.property(gsmText, (body) => {
      fc.pre(body !== '');
      const { parts, unitsLeft } = countParts(body);
      fc.pre(parts > 1 || unitsLeft > 0);
      expect(countParts(body + 'a'.repeat(unitsLeft)).parts).toBe(parts);
      expect(countParts(body + 'a'.repeat(unitsLeft + 1)).parts).toBe(parts + 1);
    }),
  );
});
