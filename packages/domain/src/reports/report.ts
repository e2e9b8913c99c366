import { asc, eq, sql } from 'drizzle-orm';
import type { CampaignReport } from '@sms-crm/contracts/campaigns';
import { carrierErrorWords } from '@sms-crm/contracts/carrier-errors';
import { skipReason, skipReasonWords, type SkipReason } from '@sms-crm/contracts/reasons';
import { campaignLinks } from '@sms-crm/db/tables/campaigns';
import { completeCampaign, findCampaign } from '../campaigns/campaign-row.ts';
import { countOf, readCounts, sumOf, type Counts } from '../campaigns/totals.ts';
import { requirePermission } from '../context/actor.ts';
import { withSnapshot, type Context, type TxContext } from '../context/context.ts';
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
    const [human, bot] = [sumOf(counts, 'click-human'), sumOf(counts, 'click-bot')];
    return {
      campaign,
      totals: campaign.totals,
      skippedBy: skippedBy(counts),
      waitingBy: await readWaiting(ctx, campaign, counts),
      finish: await finishOfWaiting(ctx, row, campaign.totals),
      errors: errorsOf(counts),
      clicks: { human, bot, all: human + bot, recipients: sumOf(counts, 'click-recipient') },
      links: await linksOf(ctx, input.id, counts),
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

async function linksOf(
  ctx: TxContext,
  campaignId: string,
  counts: Counts | undefined,
): Promise<CampaignReport['links']> {
  const rows = await ctx.tx.db
    .select()
    .from(campaignLinks)
    .where(eq(campaignLinks.campaignId, campaignId))
    .orderBy(asc(campaignLinks.position));
  return rows.map((link) => {
    const human = countOf(counts, 'click-human', link.id);
    return { url: link.url, human, all: human + countOf(counts, 'click-bot', link.id) };
  });
}

async function hoursOf(ctx: TxContext, campaignId: string): Promise<CampaignReport['hourly']> {
  const { rows } = await ctx.tx.db.execute<{
    hour: Date;
    handedOver: string;
    delivered: string;
    clicksHuman: string;
  }>(sql`
    select max(hour) as hour, coalesce(sum(value) filter (where metric = 'handed-over'), 0) as "handedOver",
      coalesce(sum(value) filter (where metric = 'status' and detail = 'delivered'), 0) as delivered,
      coalesce(sum(value) filter (where metric = 'click-human'), 0) as "clicksHuman"
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
  }));
}
