import { asc, eq, sql } from 'drizzle-orm';
import type { CampaignReport } from '@sms-crm/contracts/campaigns';
import { carrierErrorWords } from '@sms-crm/contracts/carrier-errors';
import { skipReason, skipReasonWords, type SkipReason } from '@sms-crm/contracts/reasons';
import { campaignLinks } from '@sms-crm/db/tables/campaigns';
import { completeCampaign, findCampaign } from '../campaigns/campaign-row.ts';
import { countOf, readCounts, sumOf, type Counts } from '../campaigns/totals.ts';
import { requirePermission } from '../context/actor.ts';
import { withSnapshot, type Context, type TxContext } from '../context/context.ts';
import { clickReport } from './click-report.ts';
import { finishOfWaiting } from './finish-of-waiting.ts';
import { readWaiting } from './waiting.ts';

/** Hours shown of a campaign's time line: the newest ones; the oldest shown holds what came before it too. */
const maxHours = 24 * 14;

/**
 * Everything the report page shows, from counters alone: absolute numbers, all of one moment. `totals` are the campaign's own, and
 * the hours sum up to what was handed over.
 */
export async function reportCampaign(ctx: Context, input: { id: string }): Promise<CampaignReport> {
  requirePermission(ctx, 'campaigns:read');
  return withSnapshot(ctx, async (ctx) => {
    const row = await findCampaign(ctx, input.id);
    const campaign = await completeCampaign(ctx, row);
    const counts = (await readCounts(ctx, [input.id])).get(input.id);
    const links = await readLinks(ctx, input.id);
    const clicks = clickReport(counts, { links, delivered: campaign.totals.delivered });
    return {
      campaign,
      totals: campaign.totals,
      skippedBy: skippedBy(counts),
      ...(await readWaiting(ctx, campaign, counts)),
      finish: await finishOfWaiting(ctx, row, campaign.totals),
      errors: errorsOf(counts),
      clicks,
      links: clicks.links.map(({ url, human, all }) => ({ url, human, all })),
      hourly: await hoursOf(ctx, input.id),
      generatedAt: ctx.services.clock.now().toISOString(),
    };
  });
}

function skippedBy(counts: Counts | undefined): CampaignReport['skippedBy'] {
  const reasons: [SkipReason, number][] = [...(counts?.get('skip') ?? [])].map(([reason, count]) => [
    skipReason.parse(reason),
    count,
  ]);
  reasons.push(
    ['canceled', countOf(counts, 'status', 'canceled')],
    ['carrier_refused', sumOf(counts, 'refused')],
  );
  return reasons
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, count]) => ({ reason, words: skipReasonWords[reason], count }));
}

function errorsOf(counts: Counts | undefined): CampaignReport['errors'] {
  const byCode = new Map<string, number>();
  for (const metric of ['error', 'refused']) {
    for (const [code, count] of counts?.get(metric) ?? []) byCode.set(code, (byCode.get(code) ?? 0) + count);
  }
  return [...byCode]
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([code, count]) => ({ code, ...carrierErrorWords(code), count }));
}

async function readLinks(ctx: TxContext, campaignId: string): Promise<{ id: string; url: string }[]> {
  return ctx.tx.db
    .select({ id: campaignLinks.id, url: campaignLinks.url })
    .from(campaignLinks)
    .where(eq(campaignLinks.campaignId, campaignId))
    .orderBy(asc(campaignLinks.position));
}

async function hoursOf(ctx: TxContext, campaignId: string): Promise<CampaignReport['hourly']> {
  const { rows } = await ctx.tx.db.execute<{
    hour: Date;
    handedOver: string;
    delivered: string;
    clicksHuman: string;
    clicksAll: string;
  }>(sql`
    select max(hour) as hour, coalesce(sum(value) filter (where metric = 'handed-over'), 0) as "handedOver",
      coalesce(sum(value) filter (where metric = 'status' and detail = 'delivered'), 0) as delivered,
      coalesce(sum(value) filter (where metric = 'click-human'), 0) as "clicksHuman",
      coalesce(sum(value) filter (where metric in ('click-human', 'click-bot', 'click-duplicate')), 0) as "clicksAll"
    from (
      select *, dense_rank() over (order by hour desc) as age
      from campaign_hourly where campaign_id = ${campaignId}::uuid
    ) as own
    group by least(age, ${maxHours}) order by hour`);
  return rows.map((row) => ({
    hour: new Date(row.hour).toISOString(),
    handedOver: Number(row.handedOver),
    delivered: Number(row.delivered),
    clicksHuman: Number(row.clicksHuman),
    clicksAll: Number(row.clicksAll),
  }));
}
