import type { Place } from '../../src/quiet-hours/place.ts';
import { isLawful, localOf } from '../quiet-hours-oracle.ts';

/** Somewhere to live: what a contact's own fields say, how its phone begins, and where such a one may be. */
export type Home = {
  prefix: string;
  country: string;
  state: string | null;
  zone: string | null;
  places: readonly Place[];
};

const words = (text: string) => text.split(',').map((word) => word.trim().split(' '));

/** Every state with the zone most of it lives in, and the other clocks there; provinces of Canada; written down by hand for the oracle. */
const states = words(`
  AL America/Chicago, AK America/Anchorage, AK America/Adak, AZ America/Phoenix, AR America/Chicago, CA America/Los_Angeles,
  CO America/Denver, CT America/New_York, DE America/New_York, DC America/New_York, FL America/New_York, FL America/Chicago,
  GA America/New_York, HI Pacific/Honolulu, ID America/Boise, ID America/Los_Angeles, IL America/Chicago, IN America/New_York,
  IA America/Chicago, KS America/Denver, KY America/New_York, LA America/Chicago, ME America/New_York, MD America/New_York,
  MA America/New_York, MI America/New_York, MN America/Chicago, MS America/Chicago, MO America/Chicago, MT America/Denver,
  NE America/Chicago, NV America/Los_Angeles, NH America/New_York, NJ America/New_York, NM America/Denver, NY America/New_York,
  NC America/New_York, ND America/Chicago, OH America/New_York, OK America/Chicago, OR America/Los_Angeles, PA America/New_York,
  RI America/New_York, SC America/New_York, SD America/Denver, TN America/Chicago, TX America/Chicago, TX America/Denver,
  UT America/Denver, VT America/New_York, VA America/New_York, WA America/Los_Angeles, WV America/New_York, WI America/Chicago,
  WY America/Denver`);
const provinces = words(`
  ON America/Toronto 416, BC America/Vancouver 604, AB America/Edmonton 403, MB America/Winnipeg 204, NS America/Halifax 902,
  NL America/St_Johns 709`);

/** Clocks of the fifty states. */
const allOfUs = `New_York Chicago Denver Phoenix Los_Angeles Anchorage Adak`
  .split(' ')
  .map((city) => `America/${city}`)
  .concat('Pacific/Honolulu');

const inState = (state: string | null, zones: readonly string[], country = 'US'): Place[] =>
  zones.map((zone) => ({ zone, country, state }));

function usHome(state: string | null, zone: string | null, places: readonly Place[], prefix = '+1212'): Home {
  return { prefix, country: 'US', state, zone, places };
}

/** Somebody whose state and zone are written down. */
export function homeIn(state: string, zone: string): Home {
  return usHome(state, zone, inState(state, [zone]));
}

export const india: Home = {
  prefix: '+9198',
  country: 'IN',
  state: null,
  zone: null,
  places: inState(null, ['Asia/Kolkata'], 'IN'),
};

/** Two places of which no hour is open in both. */
export const nowhere: Home = usHome(
  'ME',
  'Pacific/Guam',
  inState('ME', ['America/New_York', 'Pacific/Guam']),
);

const knownHomes: readonly Home[] = [
  ...states.map(([state = '', zone = '']) => homeIn(state, zone)),
  ...provinces.map(([state = '', zone = '', code = '']): Home => ({
    prefix: `+1${code}`,
    country: 'CA',
    state,
    zone,
    places: inState(state, [zone], 'CA'),
  })),
];

/** Little is known of these: some places at once, and the strictest of them counts. */
const vagueHomes: readonly Home[] = [
  usHome(null, null, inState('ID', ['America/Boise', 'America/Los_Angeles']), '+1208'),
  usHome(null, null, inState('FL', ['America/New_York', 'America/Chicago']), '+1850'),
  usHome(null, null, inState(null, allOfUs), '+1800'),
  usHome('TX', null, inState('TX', ['America/Chicago', 'America/Denver'])),
  usHome('OR', null, inState('OR', ['America/Los_Angeles', 'America/Boise'])),
  usHome(null, 'America/Chicago', inState('FL', ['America/Chicago']), '+1850'),
  usHome(null, 'America/Los_Angeles', inState(null, ['America/Los_Angeles']), '+1850'),
  usHome('OH', 'America/Los_Angeles', inState('OH', ['America/New_York', 'America/Los_Angeles'])),
  nowhere,
];

const london: Home = {
  prefix: '+447946',
  country: 'GB',
  state: null,
  zone: null,
  places: inState(null, ['Europe/London'], 'GB'),
};

export const homes: readonly Home[] = [...knownHomes, ...vagueHomes, ...vagueHomes];
export const homesAbroad: readonly Home[] = [london, india];

/** The most marketing texts a recipient may have in 24 hours, written down apart from the product's rules. */
export function mostPerDay(places: readonly Place[]): number {
  const bound = places.some(
    ({ country, state }) => country === 'US' && (state === null || ['FL', 'MD', 'OK'].includes(state)),
  );
  return bound ? 3 : Number.POSITIVE_INFINITY;
}

const quarterMs = 15 * 60_000;
const weeks = [Date.UTC(2027, 0, 24), Date.UTC(2027, 6, 18)];

/** Whether places share less than an hour on the best day of a week, in January or in July. */
export function shareNoHour(places: readonly Place[]): boolean {
  if (new Set(places.map(({ zone }) => zone)).size < 2) return false;
  return !weeks.every((start) => hasHour(places, start));
}

function hasHour(places: readonly Place[], start: number): boolean {
  const quarters = new Map<string, number>();
  for (let index = 0; index < 7 * 96; index += 1) {
    const at = new Date(start + index * quarterMs);
    if (!places.every((place) => isLawful(place, at))) continue;
    const { date } = localOf(places[0]?.zone ?? 'UTC', at);
    const count = (quarters.get(date) ?? 0) + 1;
    if (count === 4) return true;
    quarters.set(date, count);
  }
  return false;
}
