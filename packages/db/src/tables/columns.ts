import { sql } from 'drizzle-orm';
import { bigint, timestamp, uuid } from 'drizzle-orm/pg-core';

/** A uuidv7 made by the database. */
export const newId = (name: string) =>
  uuid(name)
    .notNull()
    .default(sql`uuidv7()`);

/** A `timestamptz`, read and written as a Date. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Set by the database when the row is made. */
export const createdAt = (name: string) => moment(name).notNull().defaultNow();

/** A count or an amount in micro-dollars; safe as a number up to 9 × 10^15. */
export const whole = (name: string) => bigint(name, { mode: 'number' });
