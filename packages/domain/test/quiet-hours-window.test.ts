import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Narrowing } from '../src/quiet-hours/narrowing.ts';
import { candidatePlaces } from '../src/quiet-hours/places.ts';
import { splitRegion, type Place } from '../src/quiet-hours/place.ts';
import { stateRules } from '../src/quiet-hours/state-rules.ts';
import { states } from '../src/quiet-hours/states.ts';
import { leastCommonMinutesPerDay, windowsFor } from '../src/quiet-hours/window.ts';
import { offsetSpans } from '../src/quiet-hours/zone-clock.ts';
import { isLawful, isLawfulInAll, localOf } from './quiet-hours-oracle.ts';

const minuteMs = 60_000;
const zones = Intl.supportedValuesOf('timeZone');
const placesOfStates: Place[] = Object.entries(states).flatMap(([country, table]) =>
  Object.entries(table).flatMap(([state, own]) => own.zones.map((zone) => ({ zone, country, state }))),
);
const strictest = placesOfStates.filter(({ country, state }) =>
  stateRules.some(({ region }) => region === `${country}-${state}`),
);

const somePlace = fc.oneof(
  fc.constantFrom(...placesOfStates),
  fc.constantFrom(...strictest),
  fc.constantFrom(...zones).map((zone): Place => ({ zone, country: 'DE', state: null })),
  fc
    .constantFrom('America/New_York', 'Pacific/Honolulu')
    .map((zone): Place => ({ zone, country: 'US', state: null })),
);
const somePlaces = fc.array(somePlace, { minLength: 1, maxLength: 4 });
/** Whole minutes, as often in the weeks of clock changes, of holidays and of the turn of the year as elsewhere. */
const someInstant = fc
  .tuple(
    fc.oneof(
      fc
        .constant('2026-01-01T00:00Z')
        .chain((start) => fc.tuple(fc.constant(start), fc.integer({ min: 0, max: 1_040_000 }))),
      fc.tuple(
        fc.constantFrom(
          '2026-03-06T00:00Z',
          '2026-03-27T00:00Z',
          '2026-10-30T00:00Z',
          '2026-12-23T00:00Z',
          '2027-07-02T00:00Z',
        ),
        fc.integer({ min: 0, max: 14_400 }),
      ),
    ),
  )
  .map(([[start, minutes]]) => new Date(Date.parse(start) + minutes * minuteMs));
const someNarrowing: fc.Arbitrary<Narrowing> = fc.record({
  from: fc.option(fc.integer({ min: 0, max: 1440 }), { nil: null }),
  to: fc.option(fc.integer({ min: 0, max: 1440 }), { nil: null }),
  closedWeekdays: fc.subarray([0, 3, 6]),
  closedDates: fc.subarray(['2026-03-08', '2026-11-02', '2026-12-24']),
});

const later = (at: Date, minutes: number) => new Date(at.getTime() + minutes * minuteMs);

function leavesOpen(narrowing: Narrowing, place: Place, at: Date): boolean {
  const { date, weekday, minute } = localOf(place.zone, at);
  const number = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].findIndex((name) =>
    weekday.startsWith(name),
  );
  return (
    minute >= (narrowing.from ?? 0) &&
    minute < (narrowing.to ?? 1440) &&
    !narrowing.closedWeekdays.includes(number) &&
    !narrowing.closedDates.includes(date)
  );
}

describe('windows', () => {
  it('are open exactly when the law of every candidate place is', () => {
    fc.assert(
      fc.property(somePlaces, someInstant, (places, at) => {
        expect(windowsFor(places).isOpen(at)).toBe(isLawfulInAll(places, at));
      }),
      { numRuns: 600 },
    );
  });

  it('are never open outside the law under any narrowing, and closed where it says so', () => {
    fc.assert(
      fc.property(somePlaces, someNarrowing, someInstant, (places, narrowing, at) => {
        const expected = places.every((place) => isLawful(place, at) && leavesOpen(narrowing, place, at));
        expect(windowsFor(places, narrowing).isOpen(at)).toBe(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('open next at the first lawful minute', () => {
    const minutes = 2 * 1440;
    fc.assert(
      fc.property(fc.array(somePlace, { minLength: 1, maxLength: 2 }), someInstant, (places, at) => {
        const steps = Array.from({ length: minutes }, (_, i) => i);
        const first = steps.find((i) => isLawfulInAll(places, later(at, i))) ?? minutes;
        const next = windowsFor(places).nextOpening(at) ?? new Date(8.64e15);
        expect(Math.min(next.getTime(), later(at, minutes).getTime())).toBe(later(at, first).getTime());
      }),
      { numRuns: 60 },
    );
  });

  it('close at the first unlawful minute', () => {
    fc.assert(
      fc.property(fc.array(somePlace, { minLength: 1, maxLength: 2 }), someInstant, (places, at) => {
        const windows = windowsFor(places);
        const opens = windows.nextOpening(at);
        fc.pre(opens !== null);
        const closes = windows.closesAt(opens);
        const steps = Array.from({ length: 1440 }, (_, i) => i);
        const first = steps.find((i) => !isLawfulInAll(places, later(opens, i)));
        expect(closes).toEqual(later(opens, first ?? NaN));
        expect(windows.isOpen(later(opens, (first ?? NaN) - 1))).toBe(true);
        expect(windows.closesAt(new Date((closes ?? opens).getTime()))).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  const changing = zones.filter((zone) => offsetSpans(zone, 2026).length > 1);
  it(`follow the clock changes of all ${changing.length} zones that have some in 2026`, () => {
    expect(changing).toEqual(
      expect.arrayContaining(['America/Havana', 'Asia/Beirut', 'Australia/Lord_Howe']),
    );
    for (const zone of changing) {
      const places = [{ zone, country: 'DE', state: null }];
      const windows = windowsFor(places);
      for (const { from } of offsetSpans(zone, 2026).slice(1)) {
        const around = Array.from({ length: 97 }, (_, i) => later(new Date(from), (i - 48) * 30));
        const open = around.map((at) => [zone, windows.isOpen(at)]);
        expect(open).toEqual(around.map((at) => [zone, isLawfulInAll(places, at)]));
      }
    }
  });

  it('stay the same from one year to the next', () => {
    const places = [{ zone: 'America/Los_Angeles', country: 'US', state: 'WA' }];
    const evening = new Date('2026-12-31T23:30:00Z');
    expect(windowsFor(places).closesAt(evening)).toEqual(new Date('2027-01-01T04:00:00Z'));
    expect(windowsFor(places).closesAt(new Date('2027-01-01T01:00:00Z'))).toEqual(
      new Date('2027-01-01T04:00:00Z'),
    );
    expect(windowsFor(places).nextOpening(new Date('2027-01-01T04:00:00Z'))).toEqual(
      new Date('2027-01-01T16:00:00Z'),
    );
  });

  it('never open when the places or the tenant leave nothing in common', () => {
    const apart = ['America/Sao_Paulo', 'Asia/Tokyo'].map((zone) => ({ zone, country: 'DE', state: null }));
    expect(windowsFor(apart).nextOpening(new Date('2026-11-21T00:00:00Z'))).toBeNull();
    const shut = { from: null, to: null, closedWeekdays: [0, 1, 2, 3, 4, 5, 6], closedDates: [] };
    expect(windowsFor(apart.slice(0, 1), shut).nextOpening(new Date('2026-11-21T00:00:00Z'))).toBeNull();
    expect(windowsFor(apart.slice(0, 1), shut).commonMinutesPerDay).toBe(0);
  });

  it('refuse to answer for no place', () => {
    expect(() => windowsFor([])).toThrow('no place at all');
  });
});

function minutesOf(regions: [string, string][]): number {
  return windowsFor(regions.map(([region, zone]) => ({ zone, ...splitRegion(region) }))).commonMinutesPerDay;
}

describe('common minutes a day', () => {
  it.each<[string, number, ...[string, string][]]>([
    ['a state', 12 * 60, ['US-TX', 'America/Chicago']],
    ['a state closed on Sundays', 12 * 60, ['US-AL', 'America/Chicago']],
    ['weekdays only', 8 * 60, ['US-ME', 'America/New_York']],
    ['two coasts', 8 * 60, ['US', 'America/New_York'], ['US', 'America/Los_Angeles']],
    [
      'clocks an hour further apart in summer',
      5 * 60,
      ['US', 'America/New_York'],
      ['US', 'Pacific/Honolulu'],
    ],
    ['summers on opposite sides of the world', 60, ['DE', 'Europe/Berlin'], ['DE', 'Australia/Sydney']],
    ['an hour too far apart', 0, ['DE', 'Europe/London'], ['DE', 'Australia/Sydney']],
  ])('%s: %s', (_, minutes, ...regions) => {
    expect(minutesOf(regions)).toBe(minutes);
  });

  it('suffice for every American and Canadian number, and for toll-free ones', () => {
    const phones = Array.from({ length: 800 }, (_, i) => `+1${i + 200}5550100`);
    const places = phones.map((phone) => candidatePlaces(phone, { zone: null, state: null }, 'US'));
    const least = Math.min(...places.map((set) => windowsFor(set).commonMinutesPerDay));
    expect(least).toBeGreaterThanOrEqual(leastCommonMinutesPerDay);
  });
});
