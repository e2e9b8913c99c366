const minuteMs = 60_000;

/** A moment on a zone's clock, as a date-and-time field holds it: `2026-03-01T10:00`. */
export function toWallClock(timestamp: string, timeZone: string): string {
  return wallClockAt(Date.parse(timestamp), timeZone);
}

/** The moment at which a zone's clock shows a wall-clock time, ISO 8601; in the hour that spring leaves out, an hour later. */
export function fromWallClock(wallClock: string, timeZone: string): string {
  const asUtc = Date.parse(`${wallClock}:00Z`);
  const guess = asUtc - offsetMs(asUtc, timeZone);
  const better = asUtc - offsetMs(guess, timeZone);
  const exists = wallClockAt(better, timeZone) === wallClock;
  return new Date(exists ? better : Math.max(guess, better)).toISOString();
}

/** Whether a zone's clock ever shows a wall-clock time; it leaves out an hour in spring. */
export function existsOnClock(wallClock: string, timeZone: string): boolean {
  return toWallClock(fromWallClock(wallClock, timeZone), timeZone) === wallClock;
}

/** Whether a field holds a whole date and time. */
export function isWallClock(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}:00Z`));
}

/** Local time minus UTC. */
function offsetMs(atMs: number, timeZone: string): number {
  return Date.parse(`${wallClockAt(atMs, timeZone)}:00Z`) - Math.floor(atMs / minuteMs) * minuteMs;
}

function wallClockAt(atMs: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).formatToParts(atMs);
  const value = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  return `${value('year')}-${value('month')}-${value('day')}T${value('hour')}:${value('minute')}`;
}

/** A wall-clock time to read, without a zone since it has none: `Mar 1, 2026, 10:00 AM`. */
export function formatWallClock(wallClock: string): string {
  const words = new Intl.DateTimeFormat('en-US', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return words.format(new Date(`${wallClock}:00Z`)).replaceAll(/[\u00A0\u202F]/g, ' ');
}
