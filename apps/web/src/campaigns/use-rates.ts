'use client';

import { useState } from 'react';

/** Readings are compared over at least this long, so that one burst is not taken for the rate; milliseconds. */
const spanMs = 4_000;

type Reading = { at: number; value: number };
type Readings = ReadonlyMap<string, Reading[]>;

/** Texts a second of each running thing, from the last totals that were read; absent until two readings are apart enough. */
export function useRates(
  totals: { id: string; value: number }[],
  readAt: number,
): ReadonlyMap<string, number> {
  const [known, setKnown] = useState<{ readAt: number; readings: Readings }>({
    readAt: 0,
    readings: new Map(),
  });
  if (readAt > known.readAt) setKnown({ readAt, readings: withReadings(known.readings, totals, readAt) });
  const pairs = [...known.readings].map(([id, list]): [string, number | null] => [id, rateOf(list)]);
  return new Map(pairs.filter((pair): pair is [string, number] => pair[1] !== null));
}

/** Adds one reading of each thing; of the old ones the last that is a whole span away is enough. */
export function withReadings(
  before: Readings,
  totals: { id: string; value: number }[],
  at: number,
): Readings {
  return new Map(
    totals.map(({ id, value }) => {
      const list = before.get(id) ?? [];
      const old = list.findLastIndex((reading) => at - reading.at >= spanMs);
      return [id, [...list.slice(Math.max(old, 0)), { at, value }]];
    }),
  );
}

/** Growth a second between the first and the last reading. */
export function rateOf(readings: Reading[]): number | null {
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last || last.at - first.at < spanMs / 2) return null;
  return Math.max(0, ((last.value - first.value) * 1_000) / (last.at - first.at));
}
