import type { QuietLaw } from '@sms-crm/contracts/quiet-hours';

export const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const minutesPerHour = 60;

/** Minutes after midnight on a clock: `8 AM`, `9:30 PM`. */
export function clockWords(minutes: number): string {
  const hour = Math.floor(minutes / minutesPerHour) % 24;
  const rest = minutes % minutesPerHour;
  const shown = hour % 12 === 0 ? 12 : hour % 12;
  const past = rest === 0 ? '' : `:${twoDigits(rest)}`;
  return `${shown}${past} ${hour < 12 ? 'AM' : 'PM'}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** Minutes as a field for a time of day holds them: `09:30`; empty for none. */
export function timeField(minutes: number | null): string {
  if (minutes === null || minutes === 24 * minutesPerHour) return '';
  return [Math.floor(minutes / minutesPerHour), minutes % minutesPerHour].map(twoDigits).join(':');
}

/** What a field for a time of day holds, in minutes; null when it is empty. */
export function minutesOf(time: string): number | null {
  const [, hour, minute] = /^(\d{2}):(\d{2})$/.exec(time) ?? [];
  return hour === undefined ? null : Number(hour) * minutesPerHour + Number(minute);
}

/** The hours of a week, days with the same hours together: `Mon–Fri 9 AM – 8 PM`, `Sun closed`. */
export function weekWords(week: QuietLaw['week']): string[] {
  const [sunday, monday, , , , , saturday] = week.map((day) =>
    day === null ? 'closed' : `${clockWords(day.from)} – ${clockWords(day.to)}`,
  );
  if (monday === saturday && monday === sunday) return [`Every day ${monday}`];
  if (monday === saturday) return [`Mon–Sat ${monday}`, `Sun ${sunday}`];
  if (saturday === sunday) return [`Mon–Fri ${monday}`, `Sat–Sun ${sunday}`];
  return [`Mon–Fri ${monday}`, `Sat ${saturday}`, `Sun ${sunday}`];
}
