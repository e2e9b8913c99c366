import { stateRules } from './state-rules.ts';
import { hours, week, type QuietRule } from './rule.ts';
import { regionOf, type Place } from './place.ts';

/** Raised whenever a rule, a calendar or the places of a prefix change; stored with each refusal and in each quiet key. */
export const rulesVersion = 1;

const nineToEight = week(hours(9, 20), hours(9, 20), hours(9, 20));
const always = { holdsFor: 'all', holidays: null, maxPerDay: null, since: null, asOf: '2026-11-21' } as const;

const countryRules: readonly QuietRule[] = [
  {
    ...always,
    region: 'US',
    week: week(hours(8, 21), hours(8, 21), hours(8, 21)),
    source: 'TCPA, 47 CFR 64.1200(c)(1): 8 to 21 at the called party’s location',
  },
  {
    ...always,
    region: 'US',
    holdsFor: 'unknown-state',
    week: nineToEight,
    maxPerDay: 3,
    source:
      'Our safe default: what nearly all state windows have in common, and the lowest of the state maxima',
  },
  {
    ...always,
    region: 'CA',
    week: week(hours(9, 21.5), hours(10, 18), hours(10, 18)),
    source: 'CRTC Unsolicited Telecommunications Rules, hours of telemarketing',
  },
  {
    ...always,
    region: '*',
    week: nineToEight,
    source: 'Our safe default for countries without a rule here',
  },
];

/** Every rule on quiet hours, as data. */
export const quietRules: readonly QuietRule[] = [...countryRules, ...stateRules];

const countriesWithRules = new Set(quietRules.map(({ region }) => region));

/** The rules that hold for a place, all at once: the federal one and the state's; the default for other countries. */
export function rulesOf(place: Pick<Place, 'country' | 'state'>): QuietRule[] {
  const country = countriesWithRules.has(place.country) ? place.country : '*';
  return quietRules.filter(
    ({ region, holdsFor }) =>
      (region === country && (holdsFor === 'all' || place.state === null)) || region === regionOf(place),
  );
}

/** The most marketing texts the law allows one recipient in 24 hours: the strictest of the candidates, null for none. */
export function maxPerDay(places: readonly Place[]): number | null {
  const limits = places.flatMap((place) => rulesOf(place).map((rule) => rule.maxPerDay));
  return limits.reduce((least, limit) => (limit === null ? least : Math.min(least ?? limit, limit)), null);
}
