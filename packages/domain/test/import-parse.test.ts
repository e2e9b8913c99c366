import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLines, defuse } from '../src/csv/write.ts';
import { localNow, parseAgreedAt } from '../src/imports/agreed-at.ts';
import { detectDelimiter, EncodingDetector, type FileEncoding } from '../src/imports/file-format.ts';
import { describeColumns } from '../src/imports/guess-columns.ts';
import { PhoneRows } from '../src/imports/phone-rows.ts';
import { readRows } from '../src/imports/read-rows.ts';
import { all, pieces } from './import-kit.ts';

function encoded(text: string, encoding: FileEncoding): Buffer {
  const bytes = Buffer.from(`\uFEFF${text}`, encoding === 'utf-8' ? 'utf8' : 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
}

const cellText = fc.string({
  unit: fc.constantFrom('a', 'é', '😀', '"', ',', ';', '\n', '\r\n', '\\', ' ', "'"),
  maxLength: 8,
});
const table = fc.array(fc.array(cellText, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
const format = fc.record({
  delimiter: fc.constantFrom(',' as const, ';' as const, '\t' as const, '|' as const),
  encoding: fc.constantFrom('utf-8' as const, 'utf-16le' as const, 'utf-16be' as const),
});

test('cells come back as they were written, in any encoding, with any delimiter, cut anywhere; lines are counted', async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      format,
      fc.integer({ min: 1, max: 40 }),
      async (rows, { delimiter, encoding }, size) => {
        const lines = rows.map((cells) =>
          stringify([cells], { delimiter, quoted: true, record_delimiter: '\r\n' }),
        );
        const read = await all(
          readRows(pieces(encoded(lines.join(''), encoding), size), { delimiter, encoding }),
        );
        let line = 1;
        const expected = rows.map((cells, index) => {
          const at = line;
          line += (lines[index] ?? '').match(/\r\n|\n/g)?.length ?? 0;
          return { cells, line: at };
        });
        expect(read).toEqual(expected);
      },
    ),
  );
});

test.each([';', ',', '\t'] as const)(
  'the line that tells Excel the delimiter (%j) is no row',
  async (delimiter) => {
    const bytes = Buffer.from(`\uFEFFsep=${delimiter}\r\nPhone${delimiter}Name\r\nsep=${delimiter}\r\n`);
    expect(detectDelimiter(bytes, 'utf-8')).toBe(delimiter);
    expect(await all(readRows(pieces(bytes, 5), { delimiter, encoding: 'utf-8' }))).toEqual([
      { cells: ['Phone', 'Name'], line: 2 },
      { cells: ['sep=', ''], line: 3 },
    ]);
  },
);

test('emoji come back whole wherever a long file of any encoding is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 70_000, max: 300_000 }),
      format,
      async (shift, size, { delimiter, encoding }) => {
        const rows = Array.from(
          { length: 1_200 },
          (_, index) => `${'x'.repeat(shift)}${index}${'😀'.repeat(60)}`,
        );
        const read = await all(
          readRows(pieces(encoded(rows.join('\n'), encoding), size), { delimiter, encoding }),
        );
        expect(read.map(({ cells }) => cells.join(delimiter))).toEqual(rows);
      },
    ),
    { numRuns: 15 },
  );
});

test('exported text comes back as it was, but for the apostrophe before what spreadsheets would run', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const read = await all(readRows(pieces(csvLines(rows)), { delimiter: ',', encoding: 'utf-8' }));
      expect(read.map(({ cells }) => cells)).toEqual(rows.map((cells) => cells.map(defuse)));
    }),
  );
});

function detect(bytes: Buffer, size: number): FileEncoding {
  const detector = new EncodingDetector();
  for (let from = 0; from < bytes.length; from += size) detector.push(bytes.subarray(from, from + size));
  return detector.end();
}

test('the encoding is told by its mark, by valid UTF-8 cut anywhere, else it is Windows-1252', () => {
  expect(detect(Buffer.from('Zoë 😀 李'), 2)).toBe('utf-8');
  expect(
    detect(Buffer.concat([Buffer.from('a'.repeat(5_000)), Buffer.from([0x5a, 0xeb, 0x20])]), 1_000),
  ).toBe('windows-1252');
  expect(detect(encoded('a', 'utf-16le'), 100)).toBe('utf-16le');
  expect(detect(encoded('a', 'utf-16be'), 100)).toBe('utf-16be');
});

function delimiterOf(text: string): string {
  return detectDelimiter(Buffer.from(text), 'utf-8');
}

test('the delimiter is told by the header line', () => {
  expect(['a,b', 'a;b,c;d', 'a\tb', 'a|b', 'a', '"a,b,c";d\n1,2,3,4'].map(delimiterOf)).toEqual([
    ',',
    ';',
    '\t',
    '|',
    ',',
    ';',
  ]);
});

test('a file in Windows-1252 and one without a final line break are read', async () => {
  const bytes = Buffer.from('Name,City\rZo\xEB,K\xF6ln \x96 S\xFCd', 'latin1');
  const rows = await all(readRows(pieces(bytes, 3), { delimiter: ',', encoding: 'windows-1252' }));
  expect(rows).toEqual([
    { cells: ['Name', 'City'], line: 1 },
    { cells: ['Zoë', 'Köln – Süd'], line: 2 },
  ]);
});

const now = localNow(new Date('2026-03-10T02:00:00Z'), 'America/New_York');

test.each([
  ['2026-02-25', 'US', '2026-02-25'],
  ['2026/2/5', 'US', '2026-02-05'],
  ['2026-02-25T10:00:00+02:00', 'US', '2026-02-25T08:00:00Z'],
  ['2026-02-25 10:00', 'US', '2026-02-25T10:00:00'],
  ['2/25/2026', 'US', '2026-02-25'],
  ['2/5/26 3:07 PM', 'US', '2026-02-05T15:07:00'],
  ['5/2/2026', 'GB', '2026-02-05'],
  ['5.2.2026', 'US', '2026-02-05'],
  ['25/2/2026', 'US', null],
  ['2026-02-30', 'US', null],
  ['yes', 'US', null],
  ['2026-03-10', 'US', null],
  ['2026-03-09', 'US', '2026-03-09'],
  ['2026-03-10T03:00:00Z', 'US', null],
])('a date of agreement %s in %s is %s', (text, country, expected) => {
  expect(parseAgreedAt(text, country, now)).toBe(expected);
});

function guess(header: string[], ...rows: string[][]): string[] {
  return describeColumns(header, rows, 'US').map(({ guess: target }) => {
    if (target.to === 'field') return target.field;
    return target.to === 'attribute' ? `attribute ${target.key}` : 'ignore';
  });
}

test('columns are guessed by header in several languages and by content, and never twice', () => {
  expect(
    guess(['Teléfono', 'Nombre', 'Apellidos', 'Código Postal'], ['4155552671', 'Ana', 'Obi', '94110']),
  ).toEqual(['phone', 'firstName', 'lastName', 'postalCode']);
  expect(guess(['A', 'B', ''], ['(415) 555-2671', 'ana@example.com', ''])).toEqual([
    'phone',
    'email',
    'ignore',
  ]);
  expect(
    guess(['Phone', 'Mobile', 'Opted in', 'Tier!', 'tier'], ['', '4155552671', 'yes', 'gold', 'x']),
  ).toEqual(['attribute phone', 'phone', 'attribute opted_in', 'attribute tier', 'attribute column_5']);
  expect(guess(['Größe', 'Café Ø', 'ÜBER'], ['M', 'x', 'y'])).toEqual([
    'attribute groesse',
    'attribute cafe_o',
    'attribute ueber',
  ]);
  expect(guess(['Name', 'Geburtsdatum'], ['Ana Obi', '2000-01-01'])).toEqual([
    'fullName',
    'attribute geburtsdatum',
  ]);
});

test('a phone is first seen in the row that a Map would tell', () => {
  const phone = fc.bigInt({ min: 10_000_000n, max: 999_999_999_999_999n });
  fc.assert(
    fc.property(
      fc.array(fc.oneof(phone, fc.bigInt({ min: 14_155_550_000n, max: 14_155_550_400n })), {
        maxLength: 6_000,
      }),
      (phones) => {
        const [rows, truth] = [new PhoneRows(), new Map<string, number>()];
        for (const [index, digits] of phones.entries()) {
          const text = `+${digits}`;
          expect(rows.add(text, index + 1)).toBe(truth.get(text));
          if (!truth.has(text)) truth.set(text, index + 1);
        }
      },
    ),
    { numRuns: 20 },
  );
});
