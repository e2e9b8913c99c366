import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holidayCalendars } from '../src/quiet-hours/holiday-calendars.ts';
import { easterSunday, holidaysOf } from '../src/quiet-hours/holidays.ts';
import { lawfulDays } from '../src/quiet-hours/lawful-day.ts';
import { readDate } from '../src/quiet-hours/local-day.ts';
import { narrow, noNarrowing, type Narrowing } from '../src/quiet-hours/narrowing.ts';
import { splitRegion } from '../src/quiet-hours/place.ts';
import { maxPerDay, quietRules } from '../src/quiet-hours/rules.ts';
import { stateOf } from '../src/quiet-hours/states.ts';
import { holidays } from './quiet-hours-oracle.ts';

function dayOf(date: string): number {
  const day = readDate(date);
  if (day === null) throw new Error(date);
  return day;
}

const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

function hoursOn(region: string, date: string): string {
  const window = lawfulDays(splitRegion(region))(dayOf(date));
  return window === null ? 'closed' : `${window.from / 60}-${window.to / 60}`;
}

// Wednesday 13, Saturday 16 and Sunday 17 January 2027: no holiday anywhere.
const table = `
US-NY 8-21 8-21 8-21      US-AL 8-20 8-20 closed    US-CA 9-21 9-21 9-21
US-CT 9-20 9-20 9-20      US-FL 8-20 8-20 8-20      US-IL 9-21 9-21 9-21
US-KY 10-21 10-21 10-21   US-LA 8-20 8-20 closed    US-MD 8-20 8-20 8-20
US-MA 8-20 8-20 8-20      US-MI 9-21 9-21 9-21      US-MN 9-21 9-21 9-21
US-MS 8-20 8-20 closed    US-NV 9-20 9-20 9-20      US-NJ 8-20 8-20 8-20
US-NM 9-21 9-21 9-21      US-OK 8-20 8-20 8-20      US-PA 8-21 8-21 closed
US-RI 9-18 10-17 10-17    US-TX 9-21 9-21 12-21     US-WA 8-20 8-20 8-20
US-WY 8-20 8-20 8-20      US-ME 9-17 closed closed  US 9-20 9-20 9-20
CA 9-21.5 10-18 10-18     CA-ON 9-21.5 10-18 10-18  DE 9-20 9-20 9-20
JM 9-20 9-20 9-20         US-PR 8-21 8-21 8-21      XX 9-20 9-20 9-20`;

describe('quiet-hours rules', () => {
  const cells = table.trim().split(/\s{2,}|\n/);
  it.each(cells.map((cell) => cell.split(' ')))(
    '%s: %s on weekdays, %s on Saturday, %s on Sunday',
    (...row) => {
      const [region = '', ...expected] = row;
      const days = ['2027-01-13', '2027-01-16', '2027-01-17'];
      expect(days.map((date) => hoursOn(region, date))).toEqual(expected);
    },
  );

  it('starts a dated rule on its day', () => {
    expect(['2026-10-11', '2026-10-18'].map((date) => hoursOn('US-PA', date))).toEqual(['8-21', 'closed']);
  });

  it.each(['US-AL', 'US-LA'])(
    'closes %s on its holidays of 2026 and 2027, observed days included',
    (region) => {
      const calendar = region === 'US-AL' ? 'alabama' : 'louisiana';
      const days = [2026, 2027].flatMap((year) => [...holidaysOf(calendar, year)]);
      expect(days.map(dateOf).toSorted()).toEqual(holidays[region]);
      expect(holidays[region]?.map((date) => hoursOn(region, date))).toEqual(
        holidays[region]?.map(() => 'closed'),
      );
    },
  );

  it('opens on the workday after a holiday, and in states without that calendar', () => {
    expect(hoursOn('US-LA', '2026-11-04')).toBe('8-20');
    expect(hoursOn('US-TX', '2026-12-25')).toBe('9-21');
  });

  it.each(['2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25', '2285-03-22'])(
    'knows Easter on %s',
    (date) => {
      expect(dateOf(easterSunday(Number(date.slice(0, 4))))).toBe(date);
    },
  );

  it('never finds a holiday outside its year', () => {
    const names = fc.constantFrom(...(['alabama', 'louisiana'] as const));
    fc.assert(
      fc.property(names, fc.integer({ min: 2000, max: 2200 }), (name, year) => {
        const days = [...holidaysOf(name, year)].map(dateOf);
        expect(days.every((date) => date.startsWith(`${year}-`))).toBe(true);
        expect(days.length).toBeGreaterThanOrEqual(holidayCalendars[name].length - 1);
      }),
    );
  });

  it('gives every rule a source, a date and a region that exists', () => {
    const bad = quietRules.filter(({ region, source, asOf }) => {
      const { country, state } = splitRegion(region);
      const exists = state === null || stateOf(country, state) !== undefined;
      return source === '' || readDate(asOf) === null || !exists;
    });
    expect(bad).toEqual([]);
  });

  it.each([
    ['US-FL', 3],
    ['US-MD', 3],
    ['US-OK', 3],
    ['US', 3],
    ['US-TX', null],
    ['CA-ON', null],
    ['DE', null],
  ])('allows %s %s texts a day', (region, limit) => {
    expect(maxPerDay([{ zone: 'UTC', ...splitRegion(region) }])).toBe(limit);
  });

  it('takes the strictest maximum of all candidates', () => {
    const places = ['US-TX', 'US-OK'].map((region) => ({ zone: 'America/Chicago', ...splitRegion(region) }));
    expect(maxPerDay(places)).toBe(3);
  });
});

const minute = fc.option(fc.integer({ min: -100, max: 1600 }), { nil: null });
const day = fc.integer({ min: dayOf('2026-01-01'), max: dayOf('2028-12-31') });
const narrowings: fc.Arbitrary<Narrowing> = fc.record({
  from: minute,
  to: minute,
  closedWeekdays: fc.subarray([0, 1, 2, 3, 4, 5, 6]),
  closedDates: fc.array(day.map(dateOf), { maxLength: 3 }),
});

describe('narrowing', () => {
  it('never widens a window, whatever it says', () => {
    const window = fc.option(
      fc
        .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
        .filter(([from, to]) => from < to)
        .map(([from, to]) => ({ from, to })),
      { nil: null },
    );
    fc.assert(
      fc.property(window, day, narrowings, (lawful, on, narrowing) => {
        const left = narrow(lawful, on, narrowing);
        const inside =
          left === null ||
          (lawful !== null && left.from >= lawful.from && left.to <= lawful.to && left.from < left.to);
        expect(inside).toBe(true);
      }),
    );
  });

  it('leaves a window alone when it says nothing', () => {
    expect(narrow({ from: 480, to: 1260 }, dayOf('2026-11-22'), noNarrowing)).toEqual({
      from: 480,
      to: 1260,
    });
  });

  it('cuts off early and late minutes, weekdays and dates', () => {
    const narrowing = { from: 600, to: 1080, closedWeekdays: [0], closedDates: ['2026-12-24'] };
    const left = (date: string) => narrow({ from: 480, to: 1260 }, dayOf(date), narrowing);
    expect(left('2026-11-21')).toEqual({ from: 600, to: 1080 });
    expect(left('2026-11-22')).toBeNull();
    expect(left('2026-12-24')).toBeNull();
  });
});
