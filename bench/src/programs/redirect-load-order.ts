import { z } from 'zod';

/** What the load is told: taps on links of a range, for so long, as fast as the answers come or at a rate. */
export const redirectLoadOrder = z.object({
  port: z.int(),
  /** The links that are tapped: their numbers go from 0 on. */
  links: z.int().positive(),
  /** Each of them once, or any of them until the time is over. */
  pick: z.enum(['each', 'any']),
  seconds: z.number().positive(),
  connections: z.int().positive(),
  perSecond: z.number().positive().nullable(),
});
export type RedirectLoadOrder = z.infer<typeof redirectLoadOrder>;

export const redirectLoadResult = z.object({
  /** Taps answered by 302, and by anything else. */
  taken: z.int(),
  failed: z.int(),
  seconds: z.number(),
  /** From the moment a tap was due until its answer, ms. */
  p50: z.number(),
  p99: z.number(),
  /** When how many had been taken: milliseconds since 1970, taps. */
  progress: z.array(z.tuple([z.number(), z.int()])),
});
export type RedirectLoadResult = z.infer<typeof redirectLoadResult>;
