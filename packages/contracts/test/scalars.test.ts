import fc from 'fast-check';
import { expect, test } from 'vitest';
import { label, micros, phone, tag, timestamp, timeZone, typedPhone } from '../src/scalars.ts';

const digits = (least: number, most: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most })
    .map((list) => list.join(''));
const accepts = (schema: { safeParse: (value: unknown) => { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

test('a phone is + and 7 to 15 digits not beginning with 0, or a short code of 3 to 8 digits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), digits(6, 14), digits(3, 8), (first, rest, shortCode) => {
      expect(phone.parse(`+${first}${rest}`)).toBe(`+${first}${rest}`);
      expect(phone.parse(shortCode)).toBe(shortCode);
      expect(accepts(phone, `+0${rest}`)).toBe(false);
      expect(accepts(phone, ` +${first}${rest}`)).toBe(false);
      expect(accepts(phone, `+${first}${rest}\n`)).toBe(false);
    }),
  );
});

test.each(['', '+', '12', '123456789', '+123456', '+1234567890123456', '+1 415 555 0123', '+1415555O123'])(
  'the phone "%s" is refused with an example of a good one',
  (text) => {
    expect(phone.safeParse(text).error?.issues[0]?.message).toContain('+14155550123');
  },
);

test('a tag is trimmed, in lower case, and reading it again changes nothing', () => {
  expect(tag.parse('  VIP Gold ')).toBe('vip gold');
  expect(accepts(tag, '   ')).toBe(false);
  expect(accepts(tag, 'x'.repeat(61))).toBe(false);
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (text) => {
      const first = tag.safeParse(text);
      fc.pre(first.success);
      expect(tag.parse(first.data)).toBe(first.data);
    }),
  );
});

test('money is whole micro-dollars, also negative', () => {
  expect(micros.parse(-7_500)).toBe(-7_500);
  expect(accepts(micros, 0.5)).toBe(false);
});

test('a moment needs its zone', () => {
  expect(accepts(timestamp, '2026-03-01T15:00:00.000Z')).toBe(true);
  expect(accepts(timestamp, '2026-03-01T15:00:00-05:00')).toBe(true);
  expect(accepts(timestamp, '2026-03-01T15:00:00')).toBe(false);
  fc.assert(
    fc.property(
      fc.date({
        min: new Date('1970-01-01T00:00:00Z'),
        max: new Date('2199-12-31T00:00:00Z'),
        noInvalidDate: true,
      }),
      (date) => {
        expect(accepts(timestamp, date.toISOString())).toBe(true);
      },
    ),
  );
});

test('a time zone is one that the calendar knows', () => {
  expect(accepts(timeZone, 'America/New_York')).toBe(true);
  expect(accepts(timeZone, 'America/Nowhere')).toBe(false);
  expect(accepts(timeZone, '')).toBe(false);
});

test('a name may mix directions of writing, but hold no character that turns what follows', () => {
  expect(label(100).parse('Dana דנה \u200F')).toBe('Dana דנה \u200F');
  for (const control of ['\u202A', '\u202E', '\u2066', '\u2069']) {
    expect(label(100).safeParse(`Ana${control}gpj`).error?.issues[0]?.message).toContain(
      'turns the direction',
    );
    expect(typedPhone.parse(`${control}+14155552671`)).toBe(`${control}+14155552671`);
  }
});
