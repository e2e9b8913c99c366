import { lawfulDays } from './lawful-day.ts';
import { narrowedDays, type Narrowing } from './narrowing.ts';
import type { Place } from './place.ts';
import type { DayWindow } from './rule.ts';
import { dayMs, minuteMs, offsetSpans, type OffsetSpan } from './zone-clock.ts';

/** A stretch of time (milliseconds since 1970) in which texts may go out: `opens <= t < closes`. */
export type Opening = { opens: number; closes: number };

/**
 * The openings of one place over a UTC year and a little more on both sides, in order and apart from each other.
 * They are cut by the clock that hangs on the wall: in each stretch without a jump, the instants whose local time is inside
 * the day's window; so a skipped hour is nowhere and a repeated one counts twice.
 */
export function openingsOf(place: Place, narrowing: Narrowing, year: number): Opening[] {
  const lawful = lawfulDays(place);
  const narrowed = narrowedDays(narrowing);
  const windowOf = (day: number) => narrowed(lawful(day), day);
  return offsetSpans(place.zone, year)
    .flatMap((span) => openingsInSpan(span, windowOf))
    .reduce<Opening[]>(join, []);
}

function openingsInSpan(span: OffsetSpan, windowOf: (day: number) => DayWindow | null): Opening[] {
  const openings: Opening[] = [];
  const last = Math.floor((span.to - 1 + span.offsetMs) / dayMs);
  for (let day = Math.floor((span.from + span.offsetMs) / dayMs); day <= last; day += 1) {
    const window = windowOf(day);
    if (window === null) continue;
    const midnight = day * dayMs - span.offsetMs;
    const opens = Math.max(midnight + window.from * minuteMs, span.from);
    const closes = Math.min(midnight + window.to * minuteMs, span.to);
    if (opens < closes) openings.push({ opens, closes });
  }
  return openings;
}

function join(joined: Opening[], next: Opening): Opening[] {
  const previous = joined.at(-1);
  if (previous !== undefined && previous.closes >= next.opens) previous.closes = next.closes;
  else joined.push({ ...next });
  return joined;
}

/** The stretches that are open in both lists. */
export function commonOpenings(some: readonly Opening[], others: readonly Opening[]): Opening[] {
  const common: Opening[] = [];
  for (let i = 0, j = 0; ;) {
    const a = some[i];
    const b = others[j];
    if (a === undefined || b === undefined) return common;
    const opens = Math.max(a.opens, b.opens);
    const closes = Math.min(a.closes, b.closes);
    if (opens < closes) common.push({ opens, closes });
    if (a.closes < b.closes) i += 1;
    else j += 1;
  }
}

/** The openings all places share that touch a UTC year. */
export function sharedOpenings(places: readonly Place[], narrowing: Narrowing, year: number): Opening[] {
  const [first, ...rest] = places.map((place) => openingsOf(place, narrowing, year));
  const shared = rest.reduce<Opening[]>(commonOpenings, first ?? []);
  const [start, end] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
  return shared.filter(({ opens, closes }) => closes > start && opens < end);
}
