import { holidaysOf } from './holidays.ts';
import { dayNumber, readDate, weekdayOf, yearOf } from './local-day.ts';
import type { Place } from './place.ts';
import { commonWindow, wholeDay, type DayWindow, type QuietRule } from './rule.ts';
import { rulesOf } from './rules.ts';

/** Answers with the window in which a place's law allows marketing texts on a local day (a day number). */
export function lawfulDays(place: Pick<Place, 'country' | 'state'>): (day: number) => DayWindow | null {
  const rules = rulesOf(place).map((rule) => ({ rule, since: startOf(rule) }));
  return (day) =>
    rules.reduce<DayWindow | null>(
      (open, { rule, since }) => (day < since ? open : commonWindow(open, windowOf(rule, day))),
      wholeDay,
    );
}

function windowOf(rule: QuietRule, day: number): DayWindow | null {
  if (rule.holidays !== null && holidaysOf(rule.holidays, yearOf(day)).has(day)) return null;
  return rule.week[weekdayOf(day)] ?? null;
}

function startOf({ since, region }: QuietRule): number {
  if (since === null) return dayNumber(1970, 1, 1);
  const day = readDate(since);
  if (day === null)
    throw new Error(`The quiet-hours rule of ${region} starts on "${since}", which is no date.`);
  return day;
}
