import { boundedCache } from './bounded-cache.ts';

/** A stretch of time in which a zone's clock does not jump: local time is UTC plus `offsetMs` for `from <= t < to`. */
export type OffsetSpan = { from: number; to: number; offsetMs: number };

export const dayMs = 86_400_000;
export const minuteMs = 60_000;
/** Spans reach this far over the year on both sides, so that every local day of the year is whole. */
const overlapMs = 3 * dayMs;
/** No zone keeps an offset for less than this and comes back (the shortest known is a Ramadan of 29 days). */
const probeMs = 7 * dayMs;

const names = boundedCache<string | null>(2000);
const formats = boundedCache<Intl.DateTimeFormat>(1000);
const spansOfZoneYear = boundedCache<readonly OffsetSpan[]>(2000);

/** The system's own name for an IANA zone (`US/Central` is `America/Chicago`), or null when there is no such zone. */
export function canonicalZone(name: string): string | null {
  return /^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(name) ? names(name, () => askForZone(name)) : null;
}

function askForZone(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * The offsets of a zone over a UTC year and three days on each side, in order and without holes. The system's zone
 * data (Intl) is the source; results are kept, for asking it costs microseconds.
 *
 * @throws RangeError for a zone that does not exist
 */
export function offsetSpans(zone: string, year: number): readonly OffsetSpan[] {
  return spansOfZoneYear(`${zone} ${year}`, () => findSpans(zone, year));
}

/** Whether two zones show the same time all through a year. */
export function sameClock(zone: string, other: string, year: number): boolean {
  const spans = offsetSpans(zone, year);
  const others = offsetSpans(other, year);
  return (
    spans.length === others.length &&
    spans.every(({ from, offsetMs }, i) => from === others[i]?.from && offsetMs === others[i]?.offsetMs)
  );
}

function findSpans(zone: string, year: number): OffsetSpan[] {
  const end = Date.UTC(year + 1, 0, 1) + overlapMs;
  const spans: OffsetSpan[] = [];
  let from = Date.UTC(year, 0, 1) - overlapMs;
  let offsetMs = offsetAt(zone, from);
  for (let before = from; before < end; before += probeMs) {
    const after = Math.min(before + probeMs, end);
    const next = offsetAt(zone, after);
    if (next === offsetMs) continue;
    const jump = findJump(zone, { before, after, offsetMs });
    spans.push({ from, to: jump, offsetMs });
    from = jump;
    offsetMs = next;
  }
  spans.push({ from, to: end, offsetMs });
  return spans;
}

/** The first second of the new offset; there is one jump between the two. */
function findJump(zone: string, range: { before: number; after: number; offsetMs: number }): number {
  let { before, after } = range;
  while (after - before > 1000) {
    const middle = before + Math.floor((after - before) / 2000) * 1000;
    if (offsetAt(zone, middle) === range.offsetMs) before = middle;
    else after = middle;
  }
  return after;
}

function offsetAt(zone: string, instant: number): number {
  const format = formats(
    zone,
    () => new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }),
  );
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(format.format(instant)) ?? [];
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -size : size;
}
