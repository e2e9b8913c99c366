import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastDayOf } from '../src/quiet-hours/last-day.ts';
import { tooLongWords } from '../src/form/too-long-words.ts';
import { formatMoney } from '../src/format/money.ts';
import {
  formatBytes,
  formatCount,
  formatCountOf,
  formatDuration,
  formatShare,
} from '../src/format/numbers.ts';
import { formatPhone } from '../src/format/phones.ts';
import { formatAgo, formatDay, formatMoment, formatSecond, todayIn } from '../src/format/times.ts';

describe('numbers', () => {
  test('are grouped and carry their noun', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567');
    expect(formatCountOf(1, 'contact')).toBe('1 contact');
    expect(formatCountOf(2_000, 'entry', 'entries')).toBe('2,000 entries');
  });

  test('say by how much a text is too long', () => {
    expect(tooLongWords('a'.repeat(1_600), 1_600)).toBeUndefined();
    expect(tooLongWords('a'.repeat(1_601), 1_600)).toBe(
      '1 character too long; at most 1,600 fit. Shorten it.',
    );
  });

  test('a share is never rounded to all or nothing', () => {
    expect(formatShare(1, 3)).toBe('33.3%');
    expect(formatShare(99_999, 100_000)).toBe('99.9%');
    expect(formatShare(1, 100_000)).toBe('<0.1%');
    expect(formatShare(5, 5)).toBe('100%');
    expect(formatShare(0, 5)).toBe('0%');
    expect(formatShare(0, 0)).toBe('–');
  });

  test.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1_500, '1.5 KB'],
    [512 * 1024 * 1024, '512 MB'],
  ])('%i bytes are %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words));

  test.each([
    [0, '1 second'],
    [19, '19 seconds'],
    [59.2, '1 min'],
    [121, '3 min'],
    [3_541, '1 h'],
    [180, '3 min'],
    [4_800, '1 h 20 min'],
    [7_200, '2 h'],
  ])('%i s are %s', (seconds, words) => expect(formatDuration(seconds)).toBe(words));
});

describe('money', () => {
  test.each([
    [0, '$0.00 USD'],
    [7_900, '$0.0079 USD'],
    [500_000, '$0.50 USD'],
    [12_400_000, '$12.40 USD'],
    [1_234_567_890_000, '$1,234,567.89 USD'],
  ])('%i micro-dollars are %s', (micros, words) => expect(formatMoney(micros)).toBe(words));
});

describe('phones', () => {
  test.each([
    ['+14155550123', '(415) 555-0123'],
    ['+447911123456', '+44 7911123456'],
    ['+353861234567', '+353 861234567'],
    ['+79161234567', '+7 9161234567'],
    ['72345', '72345'],
  ])('%s reads %s', (e164, words) => expect(formatPhone(e164)).toBe(words));

  test('no digit is lost or moved but the calling code of North America', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9]\d{6,14}$/), (e164) => {
        const digits = formatPhone(e164).replaceAll(/\D/g, '');
        expect([e164.slice(1), e164.slice(2)]).toContain(digits);
      }),
    );
  });
});

describe('times', () => {
  test('always show their zone', () => {
    expect(formatMoment('2026-03-01T15:00:00.000Z', 'America/New_York')).toBe('Mar 1, 2026, 10:00 AM EST');
    expect(formatMoment('2026-07-01T15:00:00.000Z', 'Europe/London')).toBe('Jul 1, 2026, 4:00 PM GMT+1');
    expect(formatSecond('2026-03-01T15:00:05.000Z', 'America/New_York')).toBe('Mar 1, 2026, 10:00:05 AM EST');
  });

  test('a day is a day in every zone', () => {
    expect(formatDay('2026-03-01')).toBe('Mar 1');
    expect(todayIn('Pacific/Auckland', new Date('2026-03-01T15:00:00Z'))).toBe('2026-03-02');
  });

  test.each([
    [0, 'just now'],
    [5, '5 minutes ago'],
    [180, '3 hours ago'],
    [1_440, 'yesterday'],
  ])('%i minutes before is %s', (minutes, words) => {
    const now = Date.parse('2026-03-01T15:00:00Z');
    expect(formatAgo(new Date(now - minutes * 60_000).toISOString(), now)).toBe(words);
  });
});

test('a law ends on the day before a later one of its region begins', () => {
  const [old, since, other] = [
    { region: 'US-PA', name: 'Pennsylvania', since: null },
    { region: 'US-PA', name: 'Pennsylvania', since: '2026-03-01' },
    { region: 'US-TX', name: 'Texas', since: null },
  ];
  const all = [old, since, other];
  expect(all.map((law) => lastDayOf(law, all))).toEqual(['2026-02-28', undefined, undefined]);
});
