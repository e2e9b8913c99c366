const oneDayMs = 86_400_000;

const momentFormat: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
};

/** A moment in a zone, which is always shown: `Mar 1, 2026, 10:00 AM EST`. */
export function formatMoment(timestamp: string, timeZone: string): string {
  return format(timestamp, { ...momentFormat, timeZone });
}

/** The same to the second, where many things happen in a minute: `Mar 1, 2026, 10:00:05 AM EST`. */
export function formatSecond(timestamp: string, timeZone: string): string {
  return format(timestamp, { ...momentFormat, second: '2-digit', timeZone });
}

/** Only the time of day, with its zone: `10:00 AM EST`. */
export function formatClock(timestamp: string, timeZone: string): string {
  return format(timestamp, { hour: 'numeric', minute: '2-digit', timeZone, timeZoneName: 'short' });
}

/** An hour of a day in a zone, for an axis: `Mar 1, 10 AM EST`. */
export function formatHour(timestamp: string, timeZone: string): string {
  return format(timestamp, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    timeZone,
    timeZoneName: 'short',
  });
}

/** A calendar day `2026-03-01`: `Mar 1`. */
export function formatDay(day: string): string {
  return format(`${day}T00:00:00Z`, { month: 'short', day: 'numeric', timeZone: 'UTC' });
}

/** A calendar day with its year `2026-03-01`: `Mar 1, 2026`. */
export function formatDate(day: string): string {
  return format(`${day}T00:00:00Z`, { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });
}

/** Today in a zone as `2026-03-01`. */
export function todayIn(timeZone: string, now: Date = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(now);
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', oneDayMs],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** How long ago: `just now`, `5 minutes ago`, `yesterday`. */
export function formatAgo(timestamp: string, now: number = Date.now()): string {
  const distanceMs = Date.parse(timestamp) - now;
  const step = steps.find(([, lengthMs]) => Math.abs(distanceMs) >= lengthMs);
  return step ? relative.format(Math.round(distanceMs / step[1]), step[0]) : 'just now';
}

function format(timestamp: string, options: Intl.DateTimeFormatOptions): string {
  // ICU versions of server and browser differ in their spaces.
  return new Intl.DateTimeFormat('en-US', options)
    .format(new Date(timestamp))
    .replaceAll(/[\u00a0\u202f]/g, ' ');
}
