import { dayNumber } from './local-day.ts';
import type { Narrowing } from './narrowing.ts';
import { sharedOpenings } from './openings.ts';
import type { Place } from './place.ts';
import { dayMs, minuteMs, offsetSpans } from './zone-clock.ts';

/** A week of January and one of July without holidays, in a year in which every dated rule is in force. */
const ordinaryWeeks = { year: 2027, starts: [dayNumber(2027, 1, 24), dayNumber(2027, 7, 18)] };

/**
 * How many minutes a day all places have in common: the best day of an ordinary week, in the season that has fewer.
 * Days are those of the first place; no opening crosses one of its midnights.
 */
export function commonMinutes(places: readonly Place[], narrowing: Narrowing): number {
  const zone = places[0]?.zone ?? 'UTC';
  const openings = sharedOpenings(places, narrowing, ordinaryWeeks.year);
  const minutesOfDay = new Map<number, number>();
  for (const { opens, closes } of openings) {
    const day = localDay(zone, opens);
    minutesOfDay.set(day, (minutesOfDay.get(day) ?? 0) + (closes - opens) / minuteMs);
  }
  const bestOfWeek = (start: number) =>
    Math.max(...Array.from({ length: 7 }, (_, i) => minutesOfDay.get(start + i) ?? 0));
  return Math.min(...ordinaryWeeks.starts.map(bestOfWeek));
}

function localDay(zone: string, at: number): number {
  const span = offsetSpans(zone, ordinaryWeeks.year).find(({ to }) => at < to);
  return Math.floor((at + (span?.offsetMs ?? 0)) / dayMs);
}
