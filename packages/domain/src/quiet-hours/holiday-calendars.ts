/**
 * A day of a year. `on`: a date. `nth`: the nth weekday of a month (-1 the last, 0 is Sunday), `plusDays` later.
 * `easter`: days after Western Easter Sunday. `observed`: when on Saturday the Friday before is closed too,
 * when on Sunday the Monday after.
 */
export type Holiday =
  | { name: string; on: readonly [month: number, day: number]; observed?: true }
  | {
      name: string;
      nth: readonly [month: number, weekday: number, nth: number];
      plusDays?: number;
      evenYears?: true;
    }
  | { name: string; easter: number };

/** The legal holidays of the states that close on them; what holds in some counties counts for the whole state. */
export const holidayCalendars = {
  /** Code of Alabama 1-3-8 (with Juneteenth, 2025); read 2026-11-21. All fixed days are observed. */
  alabama: [
    { name: 'New Year’s Day', on: [1, 1], observed: true },
    { name: 'Martin Luther King Jr. Day', nth: [1, 1, 3] },
    { name: 'Washington’s Birthday', nth: [2, 1, 3] },
    { name: 'Mardi Gras', easter: -47 },
    { name: 'Confederate Memorial Day', nth: [4, 1, 4] },
    { name: 'Memorial Day', nth: [5, 1, -1] },
    { name: 'Jefferson Davis’ Birthday', nth: [6, 1, 1] },
    { name: 'Juneteenth', on: [6, 19], observed: true },
    { name: 'Independence Day', on: [7, 4], observed: true },
    { name: 'Labor Day', nth: [9, 1, 1] },
    { name: 'Columbus Day', nth: [10, 1, 2] },
    { name: 'Veterans Day', on: [11, 11], observed: true },
    { name: 'Thanksgiving Day', nth: [11, 4, 4] },
    { name: 'Christmas Day', on: [12, 25], observed: true },
  ],
  /** Louisiana Revised Statutes 1:55, all days it names for the whole state; read 2026-11-21. */
  louisiana: [
    { name: 'New Year’s Day', on: [1, 1], observed: true },
    { name: 'Battle of New Orleans', on: [1, 8] },
    { name: 'Martin Luther King Jr. Day', nth: [1, 1, 3] },
    { name: 'Washington’s Birthday', nth: [2, 1, 3] },
    { name: 'Mardi Gras', easter: -47 },
    { name: 'Good Friday', easter: -2 },
    { name: 'Memorial Day', nth: [5, 1, -1] },
    { name: 'Juneteenth', on: [6, 19] },
    { name: 'Independence Day', on: [7, 4], observed: true },
    { name: 'Huey P. Long Day', on: [8, 30] },
    { name: 'Labor Day', nth: [9, 1, 1] },
    { name: 'Columbus Day', nth: [10, 1, 2] },
    { name: 'All Saints’ Day', on: [11, 1] },
    { name: 'General Election Day', nth: [11, 1, 1], plusDays: 1, evenYears: true },
    { name: 'Veterans Day', on: [11, 11] },
    { name: 'Thanksgiving Day', nth: [11, 4, 4] },
    { name: 'Day after Thanksgiving', nth: [11, 4, 4], plusDays: 1 },
    { name: 'Christmas Day', on: [12, 25], observed: true },
  ],
} as const satisfies Record<string, readonly Holiday[]>;

export type CalendarName = keyof typeof holidayCalendars;
