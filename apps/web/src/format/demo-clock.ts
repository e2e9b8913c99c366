const dayMinutes = 24 * 60;

/** Hours of law begin at full quarters; the clock that is known is some seconds old. */
const quarter = 15;

/**
 * What the demo's clock shows at a moment, `8:00 AM`.
 *
 * @param clock what it shows now, `23:05`
 * @param at the moment, ISO 8601
 */
export function demoClockAt(clock: string, at: string, now = Date.now()): string {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  const then = hours * 60 + minutes + (Date.parse(at) - now) / 60_000;
  const rounded = (((Math.round(then / quarter) * quarter) % dayMinutes) + dayMinutes) % dayMinutes;
  const half = rounded < dayMinutes / 2 ? 'AM' : 'PM';
  return `${Math.floor(rounded / 60) % 12 || 12}:${String(rounded % 60).padStart(2, '0')} ${half}`;
}
