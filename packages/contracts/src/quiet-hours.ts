import { z } from 'zod';

const minuteOfDay = z.int().min(0).max(1_440);

/** What a tenant narrows the legal hours to, in minutes of the recipient's day; it can never widen them. */
export const quietHoursSetting = z.object({
  from: minuteOfDay.nullable(),
  to: minuteOfDay.nullable(),
  /** 0 is Sunday. */
  closedWeekdays: z.array(z.int().min(0).max(6)).max(7),
  closedDates: z.array(z.iso.date()).max(100),
});
export type QuietHoursSetting = z.infer<typeof quietHoursSetting>;

/** The least that must stay open on a day that is open at all, minutes. */
export const leastOpenMinutes = 60;

/** Hours of its own that leave time to send. */
export const putQuietHours = quietHoursSetting
  .refine(({ from, to }) => (to ?? 1_440) - (from ?? 0) >= leastOpenMinutes, {
    path: ['to'],
    error: `Leave at least ${leastOpenMinutes} minutes of the day open`,
  })
  .refine(({ closedWeekdays }) => new Set(closedWeekdays).size < 7, {
    path: ['closedWeekdays'],
    error: 'Leave a day of the week open',
  });

const dayWindow = z.object({ from: minuteOfDay, to: minuteOfDay });

/** When the law lets marketing texts reach people of a region, in minutes of their day. */
export const quietLaw = z.object({
  /** `US-TX`, `US`, or `*` for every country without a rule here. */
  region: z.string(),
  name: z.string(),
  /** Sunday to Saturday; null is closed all day. */
  week: z.array(dayWindow.nullable()).length(7),
  /** Whether it is closed on the region's legal holidays. */
  holidays: z.boolean(),
  /** Marketing texts to one person in 24 hours; null for no limit by law. */
  maxPerDay: z.int().nullable(),
  /** First local day in force, null for always. */
  since: z.iso.date().nullable(),
  source: z.string(),
  /** When the source was read. */
  asOf: z.iso.date(),
});
export type QuietLaw = z.infer<typeof quietLaw>;

export const quietHours = z.object({
  setting: quietHoursSetting,
  laws: z.array(quietLaw),
});
export type QuietHours = z.infer<typeof quietHours>;
