import type { CalendarName } from './holiday-calendars.ts';

/** A stretch of a local day in minutes after midnight; `to` is the first minute that is closed again. */
export type DayWindow = { from: number; to: number };

export const wholeDay: DayWindow = { from: 0, to: 24 * 60 };

/** The windows of Sunday to Saturday; null is closed all day. */
export type Week = readonly [
  DayWindow | null,
  DayWindow | null,
  DayWindow | null,
  DayWindow | null,
  DayWindow | null,
  DayWindow | null,
  DayWindow | null,
];

/** One rule on when marketing texts may reach people of a region, and how many. */
export type QuietRule = {
  /** `US-TX`, `US`, or `*` for every country without a rule of its own. */
  region: string;
  /** `all`: the whole region; `unknown-state`: only people of the region whose state is not known. */
  holdsFor: 'all' | 'unknown-state';
  week: Week;
  /** Days on which the rule is closed. */
  holidays: CalendarName | null;
  /** Texts to one person in 24 hours. */
  maxPerDay: number | null;
  /** First local date in force, null for always. */
  since: string | null;
  source: string;
  /** When the source was read. */
  asOf: string;
};

/** Hours as a table of laws writes them: `9` or `21.5`. */
export function hours(from: number, to: number): DayWindow {
  return { from: from * 60, to: to * 60 };
}

/** Monday to Friday, Saturday and Sunday apart. */
export function week(weekday: DayWindow, saturday: DayWindow | null, sunday: DayWindow | null): Week {
  return [sunday, weekday, weekday, weekday, weekday, weekday, saturday];
}

/** What two windows have in common. */
export function commonWindow(a: DayWindow | null, b: DayWindow | null): DayWindow | null {
  if (a === null || b === null) return null;
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from < to ? { from, to } : null;
}
