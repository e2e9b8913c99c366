import { autoPauseWindow } from '@sms-crm/contracts/auto-pause';
import type { HealthBucket } from '@sms-crm/db/tables/carrier-errors';

/** Results of one bucket; the window moves on by so many. */
export const bucketSize = 50;

export type Result = 'delivered' | 'undelivered' | 'filtered';

/**
 * Adds results to the last ones of a campaign, and forgets the oldest bucket as often as more than the window are kept.
 *
 * @param optOuts the campaign's opt-outs so far
 */
export function pushResults(
  kept: readonly HealthBucket[],
  results: readonly Result[],
  optOuts: number,
): HealthBucket[] {
  const buckets = kept.map((bucket) => ({ ...bucket }));
  for (const result of results) {
    let last = buckets.at(-1);
    if (last === undefined || last.results >= bucketSize) {
      last = { results: 0, filtered: 0, undelivered: 0, optOutsBefore: optOuts };
      buckets.push(last);
    }
    last.results += 1;
    if (result !== 'delivered') last.undelivered += 1;
    if (result === 'filtered') last.filtered += 1;
  }
  return buckets.slice(-(autoPauseWindow / bucketSize));
}

/** The buckets added up. */
export function sumResults(buckets: readonly HealthBucket[]): HealthBucket {
  const sum = (pick: (bucket: HealthBucket) => number) =>
    buckets.reduce((total, one) => total + pick(one), 0);
  return {
    results: sum(({ results }) => results),
    filtered: sum(({ filtered }) => filtered),
    undelivered: sum(({ undelivered }) => undelivered),
    optOutsBefore: buckets[0]?.optOutsBefore ?? 0,
  };
}
