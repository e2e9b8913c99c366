import { boundedCache } from './bounded-cache.ts';
import { holidayCalendars, type CalendarName, type Holiday } from './holiday-calendars.ts';
import { dayNumber, weekdayOf } from './local-day.ts';

const yearsOfCalendars = boundedCache<ReadonlySet<number>>(100);

/** The closed days of a calendar in a year, as day numbers, observed days included. */
export function holidaysOf(calendar: CalendarName, year: number): ReadonlySet<number> {
  return yearsOfCalendars(`${calendar} ${year}`, () => {
    const list: readonly Holiday[] = holidayCalendars[calendar];
    // New Year's Day on a Saturday is observed on the last day of the year before.
    const days = [year, year + 1].flatMap((y) => list.flatMap((holiday) => daysOf(holiday, y)));
    return new Set(days.filter((day) => day >= dayNumber(year, 1, 1) && day <= dayNumber(year, 12, 31)));
  });
}

function daysOf(holiday: Holiday, year: number): number[] {
  if ('easter' in holiday) return [easterSunday(year) + holiday.easter];
  if ('nth' in holiday) {
    if (holiday.evenYears === true && year % 2 !== 0) return [];
    return [nthWeekday(year, holiday.nth) + (holiday.plusDays ?? 0)];
  }
  const day = dayNumber(year, ...holiday.on);
  if (holiday.observed !== true) return [day];
  const observed = { 6: day - 1, 0: day + 1 }[weekdayOf(day)] ?? day;
  return [day, observed];
}

function nthWeekday(year: number, [month, weekday, nth]: readonly [number, number, number]): number {
  if (nth < 0) {
    const last = dayNumber(year, month + 1, 1) - 1;
    return last - ((weekdayOf(last) - weekday + 7) % 7) + (nth + 1) * 7;
  }
  const first = dayNumber(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7;
}

/** Easter Sunday of the Gregorian calendar (the anonymous algorithm as Meeus prints it, Astronomical Algorithms ch. 8). */
export function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return dayNumber(year, month, day);
}
