import type { Openings } from '@sms-crm/contracts/campaigns';

/** Openings told one by one, the earliest ones. */
const shownOpenings = 48;

/** Some people who wait for a moment, ms since 1970: the end of quiet hours, or else the start on their own clock. */
export type HoursWait = { until: number; isQuiet: boolean; count: number };

/** Who waits for which moment. */
export function openingsFrom(waits: readonly HoursWait[]): Openings {
  const { at, ...all } = sumUp(waits);
  const quiet = sumUp(waits.filter(({ isQuiet }) => isQuiet));
  return {
    ...all,
    at: at.slice(0, shownOpenings),
    quiet: { waiting: quiet.waiting, firstOpensAt: quiet.firstOpensAt, lastOpensAt: quiet.lastOpensAt },
  };
}

function sumUp(waits: readonly HoursWait[]): Omit<Openings, 'quiet'> {
  const at = [...Map.groupBy(waits, ({ until }) => until)]
    .toSorted(([a], [b]) => a - b)
    .map(([until, own]) => ({ opensAt: new Date(until).toISOString(), count: sumOf(own) }));
  return {
    waiting: sumOf(at),
    firstOpensAt: at[0]?.opensAt ?? null,
    lastOpensAt: at.at(-1)?.opensAt ?? null,
    at,
  };
}

function sumOf(counted: readonly { count: number }[]): number {
  return counted.reduce((sum, { count }) => sum + count, 0);
}
