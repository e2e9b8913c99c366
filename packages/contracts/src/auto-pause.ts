import { z } from 'zod';

/** Results looked at, and the least that must be known before a campaign pauses by itself. */
export const autoPauseWindow = 500;
export const autoPauseLeast = 200;

/**
 * Shares of the last results at which a campaign pauses by itself: filtered by carriers (30007), not delivered, opted out.
 * A tenant may only be stricter.
 */
export const autoPauseLimits = { filtered: 0.02, undelivered: 0.1, optOuts: 0.03 } as const;
export type AutoPauseLimits = Record<keyof typeof autoPauseLimits, number>;

const atMost = (most: number) =>
  z
    .number()
    .positive()
    .max(most, `This may only be stricter than ${most * 100} %: at most ${most}`);

/** Null for what stays at the installation's share. */
export const autoPauseSetting = z.object({
  filtered: atMost(autoPauseLimits.filtered).nullable().default(null),
  undelivered: atMost(autoPauseLimits.undelivered).nullable().default(null),
  optOuts: atMost(autoPauseLimits.optOuts).nullable().default(null),
});
export type AutoPauseSetting = z.infer<typeof autoPauseSetting>;

/** What the tenant set, and what holds. */
export const autoPause = z.object({
  setting: autoPauseSetting,
  limits: z.object({ filtered: z.number(), undelivered: z.number(), optOuts: z.number() }),
});
export type AutoPause = z.infer<typeof autoPause>;
