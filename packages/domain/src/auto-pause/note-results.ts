import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { campaignHourly } from '@sms-crm/db/tables/campaigns';
import { campaignHealth } from '@sms-crm/db/tables/carrier-errors';
import type { TxContext } from '../context/context.ts';
import { pushResults, sumResults, type Result } from './ring.ts';

/** Adds what carriers reported in the end to the last results of each campaign: one row each. Call it after the counters. */
export async function noteResults(
  ctx: TxContext,
  reported: readonly { campaignId: string; result: Result }[],
): Promise<void> {
  const byCampaign = Map.groupBy(reported, ({ campaignId }) => campaignId);
  const ids = [...byCampaign.keys()].toSorted((a, b) => (a < b ? -1 : 1));
  if (ids.length === 0) return;
  await ctx.tx.db
    .insert(campaignHealth)
    .values(ids.map((campaignId) => ({ tenantId: ctx.tenantId, campaignId })))
    .onConflictDoNothing();
  const kept = await ctx.tx.db
    .select()
    .from(campaignHealth)
    .where(inArray(campaignHealth.campaignId, ids))
    .orderBy(asc(campaignHealth.campaignId))
    .for('no key update');
  const optOuts = await countOptOuts(ctx, ids);
  for (const { campaignId, buckets } of kept) {
    const own = byCampaign.get(campaignId)?.map(({ result }) => result) ?? [];
    const next = pushResults(buckets, own, optOuts.get(campaignId) ?? 0);
    await ctx.tx.db
      .update(campaignHealth)
      .set({ buckets: next, ...sumResults(next) })
      .where(eq(campaignHealth.campaignId, campaignId));
  }
}

/** Opt-outs of these campaigns so far. */
export async function countOptOuts(
  ctx: TxContext,
  campaignIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await ctx.tx.db
    .select({ id: campaignHourly.campaignId, count: sql<string>`sum(${campaignHourly.value})` })
    .from(campaignHourly)
    .where(and(inArray(campaignHourly.campaignId, [...campaignIds]), eq(campaignHourly.metric, 'opt-out')))
    .groupBy(campaignHourly.campaignId);
  return new Map(rows.map(({ id, count }) => [id, Number(count)]));
}
