import { z } from 'zod';
import { count, micros, timestamp } from './scalars.ts';

/** Largest limit, micro-dollars: a billion dollars. */
const maxLimitMicros = 1_000_000_000_000_000;

const limit = z.int().min(0).max(maxLimitMicros);

/** `?simulated=true`: what the simulator's texts would cost; without it what counts for this organisation now. */
export const simulatedFlag = z
  .stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' })
  .optional();
export const budgetQuery = z.strictObject({ simulated: simulatedFlag });

/** One day or month of the budget. Spent is what is reserved for texts on their way and what is charged; drift is the part of it that the carrier charged beyond our price list, inbound the part for texts that came in. */
export const budgetPeriod = z.object({
  /** First day, in the zone of the organisation. */
  from: z.iso.date(),
  /** When the next one begins. */
  until: timestamp,
  limitMicros: micros.nullable(),
  spentMicros: micros,
  reservedMicros: micros,
  chargedMicros: micros,
  driftMicros: micros,
  inboundMicros: micros,
  /** What campaigns may still take: never below 0; null without a limit. */
  leftMicros: micros.nullable(),
  /** The highest percentage of the limit that people were told about: 0, 50, 80 or 100. */
  alerted: z.int(),
});

export const budget = z.object({
  simulated: z.boolean(),
  timeZone: z.string(),
  dailyLimitMicros: micros.nullable(),
  monthlyLimitMicros: micros.nullable(),
  /** Of both limits, only help answers and opt-out confirmations may use this last part. */
  reserveMicros: micros,
  day: budgetPeriod,
  month: budgetPeriod,
  /** Campaigns that wait for the next day or month. */
  waitingCampaigns: count,
  updatedAt: timestamp,
});
export type Budget = z.infer<typeof budget>;
export type BudgetPeriodView = z.infer<typeof budgetPeriod>;

/** Limits in micro-dollars; null is no limit. They hold for live and for simulated texts, each by themselves. */
export const putBudget = z.object({
  dailyLimitMicros: limit.nullable(),
  monthlyLimitMicros: limit.nullable(),
  reserveMicros: limit.default(0),
});
export type PutBudget = z.infer<typeof putBudget>;
