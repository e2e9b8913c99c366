import { commonWindow, wholeDay, type DayWindow } from './rule.ts';
import { readDate, weekdayOf } from './local-day.ts';

/**
 * What a tenant adds to the law. `from`, `to`: minutes after local midnight, earlier and later is closed, null leaves the
 * law's. Closed days: weekdays (0 is Sunday) and dates (`2026-12-24`) on which nothing goes out.
 */
export type Narrowing = {
  from: number | null;
  to: number | null;
  closedWeekdays: readonly number[];
  closedDates: readonly string[];
};

export const noNarrowing: Narrowing = { from: null, to: null, closedWeekdays: [], closedDates: [] };

/** The part of a lawful window that a tenant leaves open on a day (a day number); never wider than the window. */
export function narrow(window: DayWindow | null, day: number, narrowing: Narrowing): DayWindow | null {
  return narrowedDays(narrowing)(window, day);
}

/** `narrow` for many days of one narrowing. */
export function narrowedDays(
  narrowing: Narrowing,
): (window: DayWindow | null, day: number) => DayWindow | null {
  const own = { from: narrowing.from ?? wholeDay.from, to: narrowing.to ?? wholeDay.to };
  const closedDays = new Set(narrowing.closedDates.map(readDate));
  return (window, day) =>
    narrowing.closedWeekdays.includes(weekdayOf(day)) || closedDays.has(day)
      ? null
      : commonWindow(window, own);
}

/** A stable text of a narrowing, for keys. */
export function narrowingKey({ from, to, closedWeekdays, closedDates }: Narrowing): string {
  return [
    from ?? '',
    to ?? '',
    closedWeekdays.toSorted((a, b) => a - b).join(),
    closedDates.toSorted().join(),
  ].join(' ');
}
