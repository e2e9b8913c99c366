import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { Reader, type CountryResponse } from 'mmdb-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Countries } from '../src/clicks/countries.ts';
import { CountryFile } from '../src/clicks/country-file.ts';
import { withTransaction } from '../src/context/context.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { countryFile } from './mmdb-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const byte = fc.nat(255);
const ipv4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));
const group = fc.nat(65_535).map((value) => value.toString(16));
const ipv6 = fc.tuple(group, group, group).map((groups) => `2${groups.join(':').slice(1)}::1`);
const countries = fc.dictionary(
  fc.tuple(byte, fc.integer({ min: 1, max: 8 })).map(([high, length]) => `${high}.0.0.0/${length}`),
  fc.constantFrom('GB', 'IE', 'DE', 'FR'),
  { minKeys: 1, maxKeys: 6 },
);

test('an address is in the country that the file tells, as another reader reads it, whatever the file’s format', () => {
  fc.assert(
    fc.property(
      countries,
      fc.constantFrom(24 as const, 28 as const, 32 as const),
      fc.constantFrom(4 as const, 6 as const),
      fc.array(ipv4, { minLength: 5 }),
      (known, recordBits, ipVersion, ips) => {
        const bytes = countryFile(known, { recordBits, ipVersion });
        const [file, other] = [new CountryFile(bytes), new Reader<CountryResponse>(bytes)];
        const expected = ips.map((ip) => other.get(ip)?.country?.iso_code ?? null);
        expect(ips.map((ip) => file.countryOf(ip))).toEqual(expected);
      },
    ),
  );
});

test('a file of both kinds of addresses knows each, and one of IPv4 alone says nothing of IPv6', () => {
  const both = new CountryFile(
    countryFile({ '81.2.69.0/24': 'GB', '2600:387::/32': 'US' }, { ipVersion: 6 }),
  );
  expect(['81.2.69.1', '2600:387::1', '2600:388::1'].map((ip) => both.countryOf(ip))).toEqual([
    'GB',
    'US',
    null,
  ]);
  const old = new CountryFile(countryFile({ '32.0.0.0/4': 'CN', '81.2.69.0/24': 'GB' }));
  fc.assert(
    fc.property(ipv6, (ip) => {
      expect(old.countryOf(ip)).toBe(null);
    }),
  );
  for (const ip of ['::ffff:81.2.69.1', '::FFFF:5102:4501', '0:0:0:0:0:ffff:81.2.69.1']) {
    expect([ip, old.countryOf(ip), both.countryOf(ip)]).toEqual([ip, 'GB', 'GB']);
  }
  expect(old.countryOf('no address')).toBe(null);
});

/** An array of 28 pointers to the next one, and so on: decoded whole, it is 28^12 values. */
function manyValues(): Buffer {
  const levelBytes = 2 + 28 * 2;
  const levels = Array.from({ length: 12 }, (_, level) => {
    const to = (level + 1) * levelBytes;
    return [28, 4, ...Array.from({ length: 28 }, () => [0b001_00000 | (to >> 8), to & 255]).flat()];
  });
  return Buffer.from([...levels.flat(), 0b010_00001, 65]);
}

test.each([
  ['values without end', manyValues(), 'none'],
  [
    'a map of 16 million entries',
    Buffer.from([0b111_11111, 255, 255, 255, ...Buffer.alloc(2_000, 0b111_00000)]),
    'too many steps',
  ],
  ['a pointer to itself', Buffer.from([0b001_00000, 0]), 'too many steps'],
  ['a type that is none', Buffer.from([0, 200]), 'unknown type 207'],
  [
    'a text longer than the file',
    Buffer.from([0b111_00001, 0b010_00111, ...Buffer.from('country'), 0b010_11110, 0, 200]),
    'ends within a value',
  ],
])('%s: a look-up there ends at once', (_what, value, problem) => {
  const file = new CountryFile(countryFile({ '81.2.69.0/24': 'XX' }, { values: { XX: value } }));
  expect(problemOf(() => file.check())).toContain(problem);
  expect(problemOf(() => file.countryOf('81.2.69.1'))).toContain(problem);
  expect(file.countryOf('1.1.1.1')).toBe(null);
});

function problemOf(look: () => unknown): string {
  try {
    look();
    return 'none';
  } catch (error) {
    return String(error);
  }
}

test('no damage makes a file fail otherwise than by an error', () => {
  const whole = countryFile({ '81.2.69.0/24': 'GB', '203.0.0.0/8': 'AU' });
  fc.assert(
    fc.property(fc.nat(whole.length - 1), byte, fc.nat(whole.length), (at, value, length) => {
      const damaged = Buffer.from(whole.subarray(0, length));
      if (at < length) damaged[at] = value;
      const look = () => new CountryFile(damaged).countryOf('81.2.69.1');
      expect(problemOf(look)).toMatch(/^(none$|Error: |RangeError)/);
    }),
  );
});

test('a file of the installation that is broken, or in places, is told once and countries stay unknown', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countries-'));
  const opened = async (bytes: Buffer) => {
    const path = join(folder, 'x.mmdb');
    await writeFile(path, bytes);
    const told: unknown[] = [];
    const ctx = await newContext(services);
    const log = { ...ctx.log, error: (fields: unknown) => void told.push(fields) };
    const shared = new Countries({ countryDatabase: path });
    const lookUps = await withTransaction({ ...ctx, log }, async (ctx) => [
      await shared.open(ctx, null),
      await shared.open(ctx, null),
    ]);
    const found = lookUps.flatMap((countryOf) =>
      ['81.2.69.1', '81.2.69.2', '203.1.1.1'].map((ip) => countryOf(ip)),
    );
    return { found: [...new Set(found)], told: told.length };
  };
  expect(await opened(Buffer.from('ip,country'))).toEqual({ found: [null], told: 1 });
  const known = { '81.2.69.0/24': 'XX', '203.0.0.0/8': 'AU' };
  const broken = countryFile(known, { values: { XX: Buffer.from([0, 200]) } });
  expect(await opened(broken)).toEqual({ found: [null, 'AU'], told: 1 });
});
