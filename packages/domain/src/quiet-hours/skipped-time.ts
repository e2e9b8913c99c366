import { offsetSpans } from './zone-clock.ts';

/**
 * What a zone's clock shows instead of a wall-clock time that a change of the clock skips.
 *
 * @param local `2027-03-14T02:30`
 * @returns `2027-03-14T03:00`; null when that time exists
 */
export function skippedTime(local: string, zone: string): string | null {
  const wall = Date.parse(`${local}:00Z`);
  const spans = offsetSpans(zone, new Date(wall).getUTCFullYear());
  const jump = spans.find(({ from, offsetMs }, index) => {
    const before = spans[index - 1];
    return before !== undefined && wall >= from + before.offsetMs && wall < from + offsetMs;
  });
  return jump === undefined ? null : new Date(jump.from + jump.offsetMs).toISOString().slice(0, 16);
}
