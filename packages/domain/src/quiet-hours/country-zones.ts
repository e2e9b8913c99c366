import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max';
import { zonesOfAreaCodes, zonesOfDigits } from './phone-zones.ts';
import { zonesOfStates } from './states.ts';

/** Countries with a part of a calling code to themselves. */
const ownPrefix: Readonly<Record<string, string>> = { KZ: '77' };

/**
 * Every zone somebody with a number of a country may be in. United States and Canada: their states' (territories have
 * area codes of their own and count apart); others: those of the calling code.
 *
 * @param country ISO 3166; one that has no phone numbers counts as the United States
 */
export function zonesOfCountry(country: string): readonly string[] {
  const known = [zonesOfStates(country), zonesOfAreaCodes(country), zonesOfCallingCode(country)];
  return known.find((zones) => zones.length > 0) ?? zonesOfStates('US');
}

function zonesOfCallingCode(country: string): readonly string[] {
  if (!isSupportedCountry(country)) return [];
  return zonesOfDigits(ownPrefix[country] ?? getCountryCallingCode(country));
}
