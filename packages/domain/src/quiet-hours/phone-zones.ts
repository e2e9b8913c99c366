import { readFileSync } from 'node:fs';

/** Where an area code belongs. */
export type AreaCode = { regions: readonly string[]; zones: readonly string[] };

function rows(file: string): string[][] {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('|'));
}

const areaCodes = new Map(
  rows('./area-codes.txt').flatMap(([regions = '', zones = '', codes = '']) => {
    const area: AreaCode = { regions: regions.split('&'), zones: zones.split('&') };
    return codes.split(' ').map((code) => [code, area] as const);
  }),
);

const zonesOfPrefix = new Map(
  rows('./phone-zones.txt').flatMap(([zones = '', prefixes = '']) =>
    prefixes.split(' ').map((prefix) => [prefix, zones.split('&')] as const),
  ),
);

const longestPrefix = Math.max(...[...zonesOfPrefix.keys()].map(({ length }) => length));

/** The area code of a `+1` number, undefined for one that belongs to no place (toll-free, 5xx, new codes) or no such number. */
export function areaCodeOf(phone: string): AreaCode | undefined {
  return phone.startsWith('+1') ? areaCodes.get(phone.slice(2, 5)) : undefined;
}

/** Every zone of the area codes of an ISO 3166 country or region. */
export function zonesOfAreaCodes(region: string): string[] {
  const areas = [...areaCodes.values()].filter(({ regions }) => regions.includes(region));
  return [...new Set(areas.flatMap(({ zones }) => zones))];
}

/** The zones of the longest known prefix of digits (with calling code, without `+`); empty when none is known. */
export function zonesOfDigits(digits: string): readonly string[] {
  for (let length = Math.min(longestPrefix, digits.length); length > 0; length -= 1) {
    const zones = zonesOfPrefix.get(digits.slice(0, length));
    if (zones !== undefined) return zones;
  }
  return [];
}
