import { describe, expect, it } from 'vitest';
import { describeQuiet } from '../src/quiet-hours/describe.ts';
import { localInstant } from '../src/quiet-hours/local-instant.ts';
import { noNarrowing } from '../src/quiet-hours/narrowing.ts';
import { splitRegion } from '../src/quiet-hours/place.ts';

function places(text: string) {
  return text.split(' ').map((part) => {
    const [region = '', zone = ''] = part.split('=');
    return { zone, ...splitRegion(region) };
  });
}

describe('a time in each recipient’s local time', () => {
  it.each([
    ['one zone', 'US-TX=America/Chicago', '2026-11-21 10:00', '2026-11-21T16:00:00Z'],
    [
      'the westernmost of several',
      'US=America/New_York US=America/Denver',
      '2026-11-21 10:00',
      '2026-11-21T17:00:00Z',
    ],
    ['a half-hour zone', 'IN=Asia/Kolkata', '2026-11-21 10:00', '2026-11-21T04:30:00Z'],
    ['a quarter-hour zone', 'NP=Asia/Kathmandu', '2026-11-21 10:00', '2026-11-21T04:15:00Z'],
    ['an hour that is skipped', 'US-NY=America/New_York', '2026-03-08 02:30', '2026-03-08T07:00:00Z'],
    ['an hour that is repeated', 'US-NY=America/New_York', '2026-11-01 01:30', '2026-11-01T05:30:00Z'],
    ['a midnight that is skipped', 'LB=Asia/Beirut', '2026-03-29 00:00', '2026-03-28T22:00:00Z'],
    ['a midnight that is repeated', 'CU=America/Havana', '2026-11-01 00:30', '2026-11-01T04:30:00Z'],
    ['half an hour that is skipped', 'AU=Australia/Lord_Howe', '2026-10-04 02:15', '2026-10-03T15:30:00Z'],
    ['the far end of the year', 'KI=Pacific/Kiritimati', '2027-01-01 00:00', '2026-12-31T10:00:00Z'],
    ['its near end', 'AS=Pacific/Pago_Pago', '2026-12-31 23:59', '2027-01-01T10:59:00Z'],
  ])('%s', (_, where, when, expected) => {
    const [date = '', time = ''] = when.split(' ');
    expect(localInstant(date, time, places(where))).toEqual(new Date(expected));
  });

  it.each(['2026-02-30 10:00', '2026-11-21 24:00', 'tomorrow 10:00', '2026-11-21 10'])(
    'refuses %s',
    (when) => {
      const [date = '', time = ''] = when.split(' ');
      expect(() => localInstant(date, time, places('DE=Europe/Berlin'))).toThrow(RangeError);
    },
  );

  it('refuses to tell a time in no place', () => {
    expect(() => localInstant('2026-11-21', '10:00', [])).toThrow('0 places');
  });
});

describe('the sentence on quiet hours', () => {
  const evenings = { from: 18 * 60, to: null, closedWeekdays: [], closedDates: [] };
  it.each([
    ['US-TX=America/Chicago', '2026-11-22T15:00Z', 'Quiet hours in Texas until Sun 12:00 (America/Chicago)'],
    [
      'US-AL=America/Chicago',
      '2026-11-22T15:00Z',
      'Quiet hours in Alabama until Mon 08:00 (America/Chicago)',
    ],
    [
      'US=America/New_York',
      '2026-11-22T05:00Z',
      'Quiet hours in the United States until Sun 09:00 (America/New_York)',
    ],
    ['DE=Europe/Berlin', '2026-11-21T20:00Z', 'Quiet hours in Germany until Sun 09:00 (Europe/Berlin)'],
    [
      'US-TX=America/Chicago US-OK=America/Chicago',
      '2026-11-22T03:30Z',
      'Quiet hours in Texas or Oklahoma until Sun 12:00 (America/Chicago)',
    ],
    [
      'CA-NB=America/Halifax CA-NS=America/Halifax CA-PE=America/Halifax',
      '2026-11-22T06:00Z',
      'Quiet hours in New Brunswick or 2 other places until Sun 10:00 (America/Halifax)',
    ],
  ])('%s at %s', (where, at, expected) => {
    expect(describeQuiet(places(where), noNarrowing, new Date(at))).toBe(expected);
  });

  it('is none while texts may go out', () => {
    expect(
      describeQuiet(places('US-TX=America/Chicago'), noNarrowing, new Date('2026-11-22T19:00Z')),
    ).toBeNull();
  });

  it('names the tenant’s own hours when the law is open', () => {
    expect(describeQuiet(places('US-TX=America/Chicago'), evenings, new Date('2026-11-21T17:00Z'))).toBe(
      'Your own quiet hours until Sat 18:00 (America/Chicago)',
    );
  });

  it('gives the date of an opening far ahead', () => {
    const week = Array.from({ length: 8 }, (_, i) => `2026-12-${20 + i}`);
    const closed = { ...noNarrowing, closedDates: week };
    expect(describeQuiet(places('US-TX=America/Chicago'), closed, new Date('2026-12-20T19:00Z'))).toBe(
      'Your own quiet hours until Mon 28 Dec 09:00 (America/Chicago)',
    );
  });

  it('tells the fix when no time will ever do', () => {
    const apart = places('BR=America/Sao_Paulo JP=Asia/Tokyo');
    expect(describeQuiet(apart, noNarrowing, new Date('2026-11-21T17:00Z'))).toBe(
      "No time of day is allowed in all places this number may be in: Brazil or Japan. Add the contact's state or time zone.",
    );
    const never = { ...noNarrowing, closedWeekdays: [0, 1, 2, 3, 4, 5, 6] };
    expect(describeQuiet(places('US-TX=America/Chicago'), never, new Date('2026-11-21T17:00Z'))).toBe(
      'Your own quiet hours leave no time to send. Widen them in the settings.',
    );
  });
});
