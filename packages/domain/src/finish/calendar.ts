import { dayMs, offsetSpans } from '../quiet-hours/zone-clock.ts';

/** The days of a zone: what their number and month is, and when they are over; instants are ms since 1970. */
export type Calendar = {
  dayOf: (at: number) => number;
  monthOf: (at: number) => string;
  endOfDay: (at: number) => number;
};

/** The calendar of an IANA zone. */
export function calendarOf(zone: string): Calendar {
  const offsetAt = (at: number) => {
    const spans = offsetSpans(zone, new Date(at).getUTCFullYear());
    return spans.find(({ to }) => at < to)?.offsetMs ?? 0;
  };
  const dayOf = (at: number) => Math.floor((at + offsetAt(at)) / dayMs);
  return {
    dayOf,
    monthOf: (at) => new Date(dayOf(at) * dayMs).toISOString().slice(0, 7),
    endOfDay: (at) => {
      const wall = (dayOf(at) + 1) * dayMs;
      const end = wall - offsetAt(wall - offsetAt(at));
      return end > at ? end : wall - offsetAt(at);
    },
  };
}
