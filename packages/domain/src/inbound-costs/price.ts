/** Price of one inbound part by the calling code of our number, micro-dollars, without carrier fees; short codes have none. */
const partMicrosByCode: Readonly<Record<string, number>> = {
  '1': 7_900,
  '33': 7_500,
  '34': 7_500,
  '44': 7_500,
  '49': 7_500,
  '61': 7_500,
};

/** What is not listed takes the highest price, so that what is booked is never too low. */
const highestPartMicros = Math.max(...Object.values(partMicrosByCode));

/**
 * Price of one part that comes in. What the carrier really charged, for pictures too, is read from its list later.
 *
 * @param number the number it was sent to: E.164, or a short code
 */
export function inboundPartMicros(number: string): number {
  const digits = number.replace('+', '');
  const codes = [digits.slice(0, 2), digits.slice(0, 1)];
  const known = codes.flatMap((code) => partMicrosByCode[code] ?? []);
  return known[0] ?? highestPartMicros;
}
