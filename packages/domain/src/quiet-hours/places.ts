/**
 * Where the holder of a phone number may be: `candidatePlaces(phone, known, tenantCountry)`. The set is stored with the contact
 * as `quietKeyOf(…)`, read back by `readQuietKey` (quiet-key.ts) and asked by `windowsFor` (window.ts).
 */
import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';
import { canonicalPlaces } from './canonical-places.ts';
import { zonesOfCountry } from './country-zones.ts';
import { areaCodeOf, type AreaCode, zonesOfAreaCodes, zonesOfDigits } from './phone-zones.ts';
import { orderPlaces, splitRegion, type Place } from './place.ts';
import { readState, stateOf } from './states.ts';
import { quietKey } from './quiet-key.ts';
import { boundedCache } from './bounded-cache.ts';
import { canonicalZone, sameClock } from './zone-clock.ts';

/** What a contact's own fields say; unreadable ones, and a state beside a number outside `+1`, count as unknown. */
export type KnownPlace = { zone: string | null; state: string | null };

/** Tells zones of one clock from those of another; western Canada parted from its neighbours at the end of 2026. */
const comparedYear = 2027;

/**
 * Every place the holder of a number may be in, at least one, in a stable order.
 *
 * Own state known: all its zones, or the own zone when that is one of them. Own zone alone: that zone, in those states of the
 * number that keep its clock, else in no known state. Neither: all zones and states of the area code or prefix.
 * Numbers of no place (toll-free, 5xx, mobile numbers outside the plans that give them an area): all zones of their country,
 * or of the tenant's where the number has no country of its own.
 *
 * @param phone E.164
 * @param tenantCountry ISO 3166
 */
export function candidatePlaces(phone: string, known: KnownPlace, tenantCountry: string): Place[] {
  const zone = known.zone === null ? null : canonicalZone(known.zone.trim());
  const state = known.state === null || !phone.startsWith('+1') ? null : readState(known.state);
  if (state !== null) return orderPlaces(placesInState(state, zone));
  const byNumber = placesOfNumber(phone, tenantCountry);
  if (zone === null) return orderPlaces(byNumber);
  const agreeing = byNumber.filter((place) => sameClock(place.zone, zone, comparedYear));
  if (agreeing.length > 0) return orderPlaces(agreeing.map((place) => ({ ...place, zone })));
  return orderPlaces(byNumber.map(({ country }) => ({ zone, country, state: null })));
}

const keysOfAreas = boundedCache<string>(5000);

/** What a contact's places are stored as: the key of the canonical ones, kept for numbers of one area code, of which an import has thousands. */
export function quietKeyOf(phone: string, known: KnownPlace, tenantCountry: string): string {
  const make = () => quietKey(canonicalPlaces(candidatePlaces(phone, known, tenantCountry)));
  if (!phone.startsWith('+1')) return make();
  return keysOfAreas(JSON.stringify([phone.slice(0, 5), known.zone, known.state, tenantCountry]), make);
}

function placesInState(region: { country: string; state: string }, zone: string | null): Place[] {
  const zones = stateOf(region.country, region.state)?.zones ?? [];
  if (zone === null) return zones.map((own) => ({ zone: own, ...region }));
  const agrees = zones.some((own) => sameClock(own, zone, comparedYear));
  return (agrees ? [zone] : [zone, ...zones]).map((own) => ({ zone: own, ...region }));
}

function placesOfNumber(phone: string, tenantCountry: string): Place[] {
  const area = areaCodeOf(phone);
  if (area !== undefined) {
    return area.regions.flatMap((region) => placesInRegion(region, area));
  }
  if (phone.startsWith('+1')) return placesInCountry(hasPlusOne(tenantCountry) ? tenantCountry : 'US');
  const parsed = parsePhoneNumberFromString(phone);
  const country = parsed?.country ?? parsed?.getPossibleCountries()[0];
  if (parsed === undefined || country === undefined) return placesInCountry(tenantCountry);
  const zones = isOfAnArea(parsed) ? zonesOfDigits(phone.slice(1)) : [];
  if (zones.length === 0) return placesInCountry(country);
  return zones.map((zone) => ({ zone, country, state: null }));
}

/** An area code over several provinces covers them whole. */
function placesInRegion(region: string, area: AreaCode): Place[] {
  const { country, state } = splitRegion(region);
  if (area.regions.length > 1 && state !== null) return placesInState({ country, state }, null);
  return area.zones.map((zone) => ({ zone, country, state }));
}

function placesInCountry(country: string): Place[] {
  return zonesOfCountry(country).map((zone) => ({ zone, country, state: null }));
}

function hasPlusOne(country: string): boolean {
  return zonesOfAreaCodes(country).length > 0 || country === 'US' || country === 'CA';
}

/** Plans in which a mobile number starts with the area code of the place it was sold in (Mexico, Argentina, Brazil). */
const mobileWithArea: readonly string[] = ['52', '54', '55'];

function isOfAnArea(parsed: PhoneNumber): boolean {
  const type = parsed.getType();
  if (type === 'FIXED_LINE' || type === 'FIXED_LINE_OR_MOBILE') return true;
  return type === 'MOBILE' && mobileWithArea.includes(parsed.countryCallingCode);
}
