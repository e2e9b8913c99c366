import { sql } from 'drizzle-orm';
import type { Campaign, CampaignReport } from '@sms-crm/contracts/campaigns';
import { waitReason, waitReasonWords, type WaitReason } from '@sms-crm/contracts/reasons';
import { openingsFrom, type HoursWait } from '../campaigns/openings-from.ts';
import { countOf, type Counts } from '../campaigns/totals.ts';
import type { TxContext } from '../context/context.ts';
import { batchWait, batchWaitJoins, isWaitingBatch, wholeCampaignWait } from './batch-wait.ts';

type Waiting = { reason: WaitReason; count: number; nextAt: string | null };

/** Whoever still waits, by reason, with the next time something can happen; the counts sum up to the queued, sending and unknown ones. */
export async function readWaiting(
  ctx: TxContext,
  campaign: Campaign,
  counts: Counts | undefined,
): Promise<Pick<CampaignReport, 'waitingBy' | 'openings'>> {
  const queued = countOf(counts, 'status', 'queued');
  const moments = await queuedBy(ctx, campaign, queued);
  const found: Waiting[] = [
    { reason: 'being_sent', count: countOf(counts, 'status', 'sending'), nextAt: null },
    { reason: 'outcome_unknown', count: countOf(counts, 'status', 'unknown'), nextAt: null },
    ...byReason(moments),
  ];
  const waitingBy = found
    .filter(({ count }) => count > 0)
    .map((waiting) => ({ ...waiting, words: waitReasonWords[waiting.reason] }));
  return { waitingBy, openings: openingsFrom(moments.flatMap(hoursWait)) };
}

/** Everything of one reason in one line, with the earliest moment. */
function byReason(moments: readonly Waiting[]): Waiting[] {
  return [...Map.groupBy(moments, ({ reason }) => reason)].map(([reason, own]) => ({
    reason,
    count: own.reduce((sum, { count }) => sum + count, 0),
    nextAt: own.flatMap(({ nextAt }) => nextAt ?? []).toSorted()[0] ?? null,
  }));
}

/** What the queued ones wait for; those who wait for their hours, moment by moment. */
async function queuedBy(ctx: TxContext, campaign: Campaign, queued: number): Promise<Waiting[]> {
  if (queued === 0) return [];
  const whole = await wholeCampaignWait(ctx, campaign);
  if (whole !== undefined) return [{ reason: whole, count: queued, nextAt: null }];
  const { reason, nextAt } = batchWait(ctx);
  const { rows } = await ctx.tx.db.execute<{ reason: string; count: number; nextAt: Date | null }>(sql`
    select reason, sum(size)::int as count, min(next_at) as "nextAt" from (
      select b.size, ${reason} as reason, ${nextAt} as next_at from message_batches b ${batchWaitJoins}
      where b.campaign_id = ${campaign.id}::uuid and ${isWaitingBatch}
    ) w where reason is not null
    group by reason, case when reason in ('quiet_hours', 'local_time') then date_trunc('minute', next_at) end`);
  const known = rows.map((row) => ({
    reason: waitReason.parse(row.reason),
    count: Math.min(row.count, queued),
    nextAt: row.nextAt === null ? null : new Date(row.nextAt).toISOString(),
  }));
  const counted = known.reduce((sum, { count }) => sum + count, 0);
  return [{ reason: 'in_line', count: Math.max(0, queued - counted), nextAt: null }, ...known];
}

/** Of those who wait for their quiet hours or their own clock, until when. */
function hoursWait({ reason, count, nextAt }: Waiting): HoursWait[] {
  if (nextAt === null || (reason !== 'quiet_hours' && reason !== 'local_time')) return [];
  return [{ until: Date.parse(nextAt), isQuiet: reason === 'quiet_hours', count }];
}
