import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** A phone that exists: E.164 and its country, null for numbers of no country (satellite, shared cost). */
export type ParsedPhone = { phone: string; country: string | null };

/**
 * Reads a phone as people write it. A leading 00 is a + where the country itself has no such phone: most of the world dials abroad by it.
 *
 * @param text any common form; a national form is read as `defaultCountry`
 * @param defaultCountry ISO 3166 code
 * @returns null when no such number can exist (libphonenumber metadata `max`)
 */
export function parsePhone(text: string, defaultCountry: string): ParsedPhone | null {
  const country = defaultCountry.toUpperCase();
  const found = readPhone(text, country);
  return found === null && abroad.test(text) ? readPhone(text.replace(abroad, '+'), country) : found;
}

/** How a phone of another country begins where one dials 00 for it. */
const abroad = /^[\s(]*00[\s)]*/;

function readPhone(text: string, country: string): ParsedPhone | null {
  const parsed = parsePhoneNumberFromString(text, isSupportedCountry(country) ? country : 'US');
  if (parsed === undefined || !parsed.isValid()) return null;
  return { phone: parsed.number, country: parsed.country ?? null };
}

/** The calling code of a country, e.g. `1` for US; `1` for a country that has none. */
export function callingCode(country: string): string {
  return isSupportedCountry(country) ? getCountryCallingCode(country) : '1';
}
