import { canonicalZone } from './zone-clock.ts';
import { boundedCache } from './bounded-cache.ts';
import { orderPlaces, regionOf, splitRegion, type Place } from './place.ts';
import { rulesVersion } from './rules.ts';

/**
 * The stored name of a set of candidate places under the present rules, e.g.
 * `1 US-TX=America/Chicago&America/Denver;US-OK=America/Chicago`. Two recipients with the same key have the same windows.
 * A key of an older `rulesVersion` is still readable, but its places should be worked out again.
 */
export function quietKey(places: readonly Place[]): string {
  const zonesOf = Map.groupBy(orderPlaces(places), regionOf);
  const regions = [...zonesOf].map(([region, set]) => `${region}=${set.map(({ zone }) => zone).join('&')}`);
  return `${currentKeyStart}${regions.join(';')}`;
}

/** What keys under the present rules begin with. */
export const currentKeyStart = `${rulesVersion} `;

const keyForm =
  /^(?<version>\d{1,6}) (?<regions>[A-Z]{2}(?:-[A-Z]{2})?=[^;=]+(?:;[A-Z]{2}(?:-[A-Z]{2})?=[^;=]+)*)$/;

export type ReadKey = { rulesVersion: number; places: readonly Place[] };

const readKeys = boundedCache<ReadKey>(2000);

/**
 * Reads a key back; what was read is kept, for a batch asks once for each message.
 *
 * @throws Error when it is no key or names a zone that this installation does not know
 */
export function readQuietKey(key: string): ReadKey {
  return readKeys(key, () => read(key));
}

function read(key: string): ReadKey {
  const { version, regions } = keyForm.exec(key)?.groups ?? {};
  if (version === undefined || regions === undefined) throw unreadable(key);
  const places = regions.split(';').flatMap((part) => {
    const [region = '', zones = ''] = part.split('=');
    return zones.split('&').map((zone) => ({ zone, ...splitRegion(region) }));
  });
  if (places.some(({ zone }) => canonicalZone(zone) === null)) throw unreadable(key);
  return { rulesVersion: Number(version), places: orderPlaces(places) };
}

function unreadable(key: string): Error {
  return new Error(
    `"${key}" is no quiet-hours key. Work out the contact's places again from its phone, zone and state.`,
  );
}
