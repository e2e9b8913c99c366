/**
 * What one outbound part costs by country, micro-dollars: Twilio's published list, without carrier fees.
 * Countries that are not listed take the highest price, so that an estimate is never too low.
 */
const partMicros: Record<string, number> = {
  US: 7_900,
  CA: 7_900,
  PR: 7_900,
  GB: 52_000,
  AU: 51_500,
  DE: 105_000,
  FR: 79_800,
  ES: 79_000,
  IN: 83_200,
  MX: 62_000,
  BR: 58_300,
};

const highestMicros = Math.max(...Object.values(partMicros));

/** Price of one part to a country (ISO 3166 code), micro-dollars. */
export function priceOfPart(country: string | null): number {
  return partMicros[country ?? ''] ?? highestMicros;
}
