import { readDate, yearOf } from './local-day.ts';
import type { Place } from './place.ts';
import { dayMs, minuteMs, offsetSpans } from './zone-clock.ts';

/**
 * The instant of a wall-clock time "in each recipient's local time": when it is that time, or later, in every place the
 * recipient may be in, which is the westernmost place's. In a zone it is the first instant whose clock shows that time or a
 * later one of that date: a time that a clock change skips becomes the moment of the change, of a repeated one the first.
 *
 * @param date `2026-11-21`
 * @param time `10:00`, 24 hours
 * @throws RangeError when date or time is none, or there is no place
 */
export function localInstant(date: string, time: string, places: readonly Place[]): Date {
  const day = readDate(date);
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  if (day === null || hour === undefined || minute === undefined || places.length === 0) {
    throw new RangeError(
      `"${date} ${time}" in ${places.length} places is no local time. Write it as 2026-11-21 10:00 and name a place.`,
    );
  }
  const wall = day * dayMs + (Number(hour) * 60 + Number(minute)) * minuteMs;
  return new Date(Math.max(...places.map(({ zone }) => firstShowing(zone, wall, yearOf(day)))));
}

function firstShowing(zone: string, wall: number, year: number): number {
  for (const { from, to, offsetMs } of offsetSpans(zone, year)) {
    const instant = Math.max(wall - offsetMs, from);
    if (instant < to) return instant;
  }
  throw new RangeError(`The clock of ${zone} does not reach that time within the year ${year}.`);
}
