import { sql, type SQL } from 'drizzle-orm';

/** Where the built-in prices come from. */
export const listSource = 'Built-in list, without carrier fees';

/** Price of one outbound part by calling code, micro-dollars, without carrier fees. The North American islands bill apart from the USA and Canada. */
const usAndCanada = 7_900;
const islands = 105_000;

/** Area codes of +1 that belong neither to the USA (with Puerto Rico and its territories) nor to Canada. */
const islandCodes = [
  '242',
  '246',
  '264',
  '268',
  '284',
  '345',
  '441',
  '473',
  '649',
  '658',
  '664',
  '721',
  '758',
  '767',
  '784',
  '809',
  '829',
  '849',
  '868',
  '869',
  '876',
];

/** Digits a phone begins with, without the plus → micro-dollars per part; the longest one counts. */
export const partMicrosByPrefix: Readonly<Record<string, number>> = {
  '1': usAndCanada,
  ...Object.fromEntries(islandCodes.map((code) => [`1${code}`, islands])),
  '33': 79_800,
  '34': 79_000,
  '44': 52_000,
  '49': 105_000,
  '52': 62_000,
  '55': 58_300,
  '61': 51_500,
  '91': 83_200,
};

/** What is not listed takes the highest price of all, so that an estimate is never too low. */
export const highestPartMicros = Math.max(...Object.values(partMicrosByPrefix));

/** What parts cost, by the digits a phone begins with. */
export type PriceList = {
  /**
   * Price of one part to a phone, micro-dollars.
   *
   * @param phone E.164
   */
  partMicros: (phone: string) => number;
  /** The same for a phone column, for a whole audience at once; a test compares both. */
  partMicrosSql: (phone: SQL) => SQL<number>;
  /** No part costs less. */
  lowestPartMicros: number;
};

/** The built-in list with a tenant's own prices over it: the longest prefix of both counts, the tenant's own before the list's. */
export function priceList(own: Readonly<Record<string, number>> = {}): PriceList {
  const prices = new Map(Object.entries({ ...partMicrosByPrefix, ...own }));
  const longestPrefix = Math.max(...[...prices.keys()].map((prefix) => prefix.length));
  const highest = Math.max(...prices.values());
  const byLength = Map.groupBy(prices, ([prefix]) => prefix.length);
  return {
    lowestPartMicros: Math.min(...prices.values()),
    partMicrosSql: (phone) => {
      const longestFirst = [...byLength].toSorted(([a], [b]) => b - a);
      const found = longestFirst.map(([length, own]) => priceOfLength(phone, length, own));
      return sql<number>`coalesce(${sql.join([...found, sql`${highest}::bigint`], sql`, `)})::float8`;
    },
    partMicros: (phone) => {
      const digits = phone.replace('+', '');
      for (let length = longestPrefix; length > 0; length -= 1) {
        const price = prices.get(digits.slice(0, length));
        if (price !== undefined) return price;
      }
      return highest;
    },
  };
}

/** The price of the prefix of one length, plus sign not counted, that a phone begins with; null when there is none. */
function priceOfLength(phone: SQL, length: number, own: readonly [string, number][]): SQL {
  const prefixes = sql.param(own.map(([prefix]) => `+${prefix}`));
  const values = sql.param(own.map(([, price]) => price));
  return sql`(${values}::bigint[])[array_position(${prefixes}::text[], left(${phone}, ${length + 1}::int))]`;
}
