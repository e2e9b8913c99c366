import type { Settings } from './settings.ts';

/** Longest prefix that can have a price of its own, digits. */
const longestPrefix = 7;

/** Price of one part to a phone, micro-dollars. */
export function pricePerPart(settings: Settings, phone: string): number {
  const digits = phone.replace('+', '');
  for (let length = longestPrefix; length > 0; length -= 1) {
    const price = settings.pricePerPartByPrefix[digits.slice(0, length)];
    if (price !== undefined) return price;
  }
  return settings.pricePerPartMicros;
}
