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
