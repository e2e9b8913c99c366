import { orderPlaces, regionOf, type Place } from './place.ts';
import { rulesOf, quietRules } from './rules.ts';
import { states } from './states.ts';
import { sameClock } from './zone-clock.ts';

/** Any recent year: only tells zones of one clock from those of another. */
const comparedYear = 2027;

const ownLaw = new Set(quietRules.map(({ region }) => region));

const representatives = new Map<string, Place>();

/**
 * The same windows with fewer names: a state without a law of its own stands for all such states of its country and clock.
 * People who share their windows so share one key, and are sent to together.
 */
export function canonicalPlaces(places: readonly Place[]): Place[] {
  return orderPlaces(places.map(representativeOf));
}

function representativeOf(place: Place): Place {
  if (place.state === null || ownLaw.has(regionOf(place))) return place;
  const key = `${place.country} ${place.zone}`;
  const found = representatives.get(key) ?? findRepresentative(place);
  representatives.set(key, found);
  return found;
}

function findRepresentative(place: Place): Place {
  for (const [state, { zones }] of Object.entries(states[place.country] ?? {})) {
    if (ownLaw.has(`${place.country}-${state}`)) continue;
    const zone = zones.find((one) => sameClock(one, place.zone, comparedYear));
    const found = zone === undefined ? undefined : { zone, country: place.country, state };
    if (found !== undefined && rulesOf(found).length === rulesOf(place).length) return found;
  }
  return place;
}
