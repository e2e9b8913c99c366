import { sql, type SQL } from 'drizzle-orm';
import type { Campaign, CampaignReport } from '@sms-crm/contracts/campaigns';
import { waitReason, waitReasonWords, type WaitReason } from '@sms-crm/contracts/reasons';
import { countOf, type Counts } from '../campaigns/totals.ts';
import type { TxContext } from '../context/context.ts';
import { findKill } from '../kill-switch/find-kill.ts';

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
  // The switch of a number halts its own batches alone; those are told apart below.
  if ((await findKill(ctx, { campaignId: campaign.id })) !== null)
    return [{ reason: 'kill_switch', count: queued, nextAt: null }];
  if (campaign.status === 'paused') return [{ reason: 'paused', count: queued, nextAt: null }];
  if (campaign.status === 'launching') return [{ reason: 'scheduled', count: queued, nextAt: null }];
  const { rows } = await ctx.tx.db.execute<{ reason: string; count: number; nextAt: Date | null }>(sql`
    select reason, sum(size)::int as count, min(next_at) as "nextAt" from (${waits(ctx, campaign.id)}) w
    where reason is not null group by 1`);
  const known = rows.map((row) => ({
    reason: waitReason.parse(row.reason),
    count: Math.min(row.count, queued),
    nextAt: row.nextAt === null ? null : new Date(row.nextAt).toISOString(),
  }));
  const counted = known.reduce((sum, { count }) => sum + count, 0);
  return [{ reason: 'in_line', count: Math.max(0, queued - counted), nextAt: null }, ...known];
}

/** What each open batch of a campaign waits for and until when: its own reason, its recipients' hours, or its share on the number. */
function waits(ctx: TxContext, campaignId: string): SQL {
  const now = sql`${ctx.services.clock.now().toISOString()}::timestamptz`;
  return sql`
    select b.size, case
        when b.next_at > ${now} then b.waits_for
        when b.start_at > ${now} then 'scheduled'
        when b.not_before > ${now} or b.send_before <= ${now} then 'quiet_hours'
        when exists (select from kill_switches k where k.id = b.number_id) then 'kill_switch'
        when n.stopped_at is not null then 'number_stopped'
        when s.next_at > ${now} then s.waits_for end as reason,
      case
        when b.next_at > ${now} then b.next_at
        when b.start_at > ${now} then b.start_at
        when b.not_before > ${now} then b.not_before
        when n.stopped_at is null and s.next_at > ${now} then s.next_at end as next_at
    from message_batches b
    left join campaign_shares s on s.campaign_id = b.campaign_id and s.number_id = b.number_id
    left join sending_numbers n on n.id = b.number_id
    where b.campaign_id = ${campaignId}::uuid and b.state = 'open' and b.waits_for is distinct from 'outcome_unknown'`;
}
