import { inArray, sql } from 'drizzle-orm';
import type { CampaignTotals } from '@sms-crm/contracts/campaigns';
import { campaignHourly } from '@sms-crm/db/tables/campaigns';
import type { TxContext } from '../context/context.ts';

/** Sums of a campaign's counters, by metric and detail. */
export type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Sums the counters of campaigns; never looks at messages. */
export async function readCounts(
  ctx: TxContext,
  campaignIds: readonly string[],
): Promise<Map<string, Counts>> {
  if (campaignIds.length === 0) return new Map();
  const rows = await ctx.tx.db
    .select({
      campaignId: campaignHourly.campaignId,
      metric: campaignHourly.metric,
      detail: campaignHourly.detail,
      value: sql<string>`sum(${campaignHourly.value})`,
    })
    .from(campaignHourly)
    .where(inArray(campaignHourly.campaignId, [...campaignIds]))
    .groupBy(campaignHourly.campaignId, campaignHourly.metric, campaignHourly.detail);
  const result = new Map<string, Map<string, Map<string, number>>>();
  for (const { campaignId, metric, detail, value } of rows) {
    const counts = result.get(campaignId) ?? new Map<string, Map<string, number>>();
    result.set(campaignId, counts);
    const details = counts.get(metric) ?? new Map<string, number>();
    counts.set(metric, details);
    details.set(detail, Number(value));
  }
  return result;
}

/** One counter, 0 when it was never touched. */
export function countOf(counts: Counts | undefined, metric: string, detail = ''): number {
  return counts?.get(metric)?.get(detail) ?? 0;
}

/** All details of one metric added up. */
export function sumOf(counts: Counts | undefined, metric: string): number {
  return [...(counts?.get(metric)?.values() ?? [])].reduce((sum, value) => sum + value, 0);
}

/** The totals of a campaign; `skipped + waiting + handedOver = audience`. */
export function toTotals(counts: Counts | undefined): CampaignTotals {
  const status = (name: string) => countOf(counts, 'status', name);
  return {
    audience: sumOf(counts, 'status'),
    skipped: status('skipped') + status('canceled') + sumOf(counts, 'refused'),
    waiting: status('queued') + status('sending') + status('unknown'),
    handedOver: sumOf(counts, 'handed-over'),
    delivered: status('delivered'),
    undelivered: status('undelivered'),
    failed: status('failed') - sumOf(counts, 'refused'),
    replies: sumOf(counts, 'reply'),
    optOuts: sumOf(counts, 'opt-out'),
    clicksHuman: sumOf(counts, 'click-human'),
    clicksAll: allClicks(counts),
    parts: sumOf(counts, 'parts'),
    costMicros: sumOf(counts, 'cost-micros'),
  };
}

/** Every hit: by people, by machines, and the same tap come again. */
export function allClicks(counts: Counts | undefined): number {
  return sumOf(counts, 'click-human') + sumOf(counts, 'click-bot') + sumOf(counts, 'click-duplicate');
}
