/**
 * Where a recipient may be: an IANA zone, a country (ISO 3166) and, where the law of a state or province
 * counts and is known, its two letters. A recipient of whom little is known has several candidate places.
 */
export type Place = { zone: string; country: string; state: string | null };

/** The region of a place as ISO 3166 writes it: `US-TX`, or `US` when the state is not known. */
export function regionOf({ country, state }: Pick<Place, 'country' | 'state'>): string {
  return state === null ? country : `${country}-${state}`;
}

/** Splits `US-TX` or `DE` into country and state. */
export function splitRegion(region: string): { country: string; state: string | null } {
  const [country = '', state] = region.split('-');
  return { country, state: state ?? null };
}

/** The same places in one order, each once. */
export function orderPlaces(places: readonly Place[]): Place[] {
  const byText = new Map(places.map((place) => [`${regionOf(place)} ${place.zone}`, place]));
  return [...byText].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}
