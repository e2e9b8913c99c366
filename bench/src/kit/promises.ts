import type { Bound } from './verdict.ts';

/** CPU time of one request of each floor on the machine that absolute figures are promised for, microseconds. */
const floorThere = { bareRequest: 33, constant302: 13.9, signatureOnly: 43.5 };

/**
 * How many times as much CPU time a floor took here; a faster machine counts as that one.
 *
 * @param micros CPU time of one request of the floor in this run
 */
export function slowerThanPromised(floor: keyof typeof floorThere, micros: number): number {
  return Math.max(1, micros / floorThere[floor]);
}

/**
 * How many requests a machine so many times slower has the CPU time to keep open: what is promised of many at once is asked of these, so
 * that a ratio tells of the product and not of cores that are full.
 */
export function affordable(open: number, slower: number): number {
  return Math.max(1, Math.round(open / slower));
}

/** Of `pnpm bench send`: ratios of one run, and CPU time per text without callbacks, microseconds. */
export const sendPromises: Record<string, Bound> = {
  bare_0ms: { least: 0.25 },
  ceiling_50ms: { least: 0.95 },
  vs_job_per_message: { least: 4 },
  node_cpu_vs_sdk: { most: 2 },
  freeze: { least: 0.7 },
  redis_micros: { most: 3, absolute: true },
  postgres_micros: { most: 70, absolute: true },
};

/** Of `pnpm bench fairness`. */
export const fairnessPromises: Record<string, Bound> = {
  second_sender: { least: 1.7 },
  small_campaign: { most: 1.2 },
  small_first_seconds: { most: 2 },
  confirmation_seconds: { most: 1 },
  posted_seconds: { most: 1 },
  redis_megabytes: { most: 20 },
};

/** Of `pnpm bench redirect`: CPU time per tap, microseconds; `half_p99_ms` at half the rate. */
export const redirectPromises: Record<string, Bound> = {
  constant_302: { least: 0.6 },
  node_micros: { most: 22, absolute: true },
  redis_micros: { most: 3, absolute: true },
  visible_seconds: { most: 2 },
  half_p99_ms: { most: 10, absolute: true },
};

/** Of the same with `--links`: what taps come to among so many links, beside what they come to among few. */
export const manyLinksPromises: Record<string, Bound> = {
  many_taps: { least: 0.9 },
  many_first: { least: 0.9 },
};

/** Of `pnpm bench simulator`: what one core takes, to 5 000 messages a second, each with its create request and two callbacks. */
export const simulatorPromises: Record<string, Bound> = { of_5000_per_core: { least: 1 } };

/** Of `pnpm bench webhook`: CPU time of PostgreSQL per callback taken in, microseconds, and callbacks applied a second. */
export const webhookPromises: Record<string, Bound> = {
  signature_only: { least: 0.9 },
  postgres_micros: { most: 20, absolute: true },
  applied_per_second: { least: 10_000, absolute: true },
};
