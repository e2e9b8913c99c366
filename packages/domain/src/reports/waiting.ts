import { sql } from 'drizzle-orm';
import type { Campaign, CampaignReport } from '@sms-crm/contracts/campaigns';
import { waitReason, waitReasonWords, type WaitReason } from '@sms-crm/contracts/reasons';
import { killSwitches } from '@sms-crm/db/tables/access';
import { countOf, type Counts } from '../campaigns/totals.ts';
import type { TxContext } from '../context/context.ts';

type Waiting = { reason: WaitReason; count: number; nextAt: string | null };

/** Whoever still waits, by reason, with the next time something can happen; the counts sum up to the queued, sending and unknown ones. */
export async function readWaiting(
  ctx: TxContext,
  campaign: Campaign,
  counts: Counts | undefined,
): Promise<CampaignReport['waitingBy']> {
  const queued = countOf(counts, 'status', 'queued');
  const found: Waiting[] = [
    { reason: 'being_sent', count: countOf(counts, 'status', 'sending'), nextAt: null },
    { reason: 'outcome_unknown', count: countOf(counts, 'status', 'unknown'), nextAt: null },
    ...(await queuedBy(ctx, campaign, queued)),
  ];
  return found
    .filter(({ count }) => count > 0)
    .map((waiting) => ({ ...waiting, words: waitReasonWords[waiting.reason] }));
}

async function queuedBy(ctx: TxContext, campaign: Campaign, queued: number): Promise<Waiting[]> {
  if (queued === 0) return [];
  const switches = await ctx.tx.db.select({ id: killSwitches.id }).from(killSwitches);
  const killed = switches.some(({ id }) => id === campaign.id || id === ctx.tenantId);
  if (killed) return [{ reason: 'kill_switch', count: queued, nextAt: null }];
  if (campaign.status === 'paused') return [{ reason: 'paused', count: queued, nextAt: null }];
  if (campaign.status === 'launching') return [{ reason: 'scheduled', count: queued, nextAt: null }];
  const { rows } = await ctx.tx.db.execute<{ reason: string; count: number; nextAt: Date | null }>(sql`
    select waits_for as reason, sum(size)::int as count, min(next_at) as "nextAt" from message_batches
    where campaign_id = ${campaign.id}::uuid and state <> 'done' and state = 'open' and waits_for = 'retry_later' group by 1`);
  const later = rows.map((row) => ({
    reason: waitReason.parse(row.reason),
    count: Math.min(row.count, queued),
    nextAt: row.nextAt === null ? null : new Date(row.nextAt).toISOString(),
  }));
  const counted = later.reduce((sum, { count }) => sum + count, 0);
  return [{ reason: 'in_line', count: Math.max(0, queued - counted), nextAt: null }, ...later];
}
