import { sql, type SQL } from 'drizzle-orm';
import type { Campaign } from '@sms-crm/contracts/campaigns';
import type { WaitReason } from '@sms-crm/contracts/reasons';
import type { TxContext } from '../context/context.ts';
import { findKill } from '../kill-switch/find-kill.ts';

/** What all queued texts of a campaign wait for; undefined when each batch has a reason of its own. */
export async function wholeCampaignWait(
  ctx: TxContext,
  campaign: Pick<Campaign, 'id' | 'status'>,
): Promise<WaitReason | undefined> {
  // The switch of a number halts its own batches alone.
  if ((await findKill(ctx, { campaignId: campaign.id })) !== null) return 'kill_switch';
  if (campaign.status === 'paused') return 'paused';
  return campaign.status === 'launching' ? 'scheduled' : undefined;
}

/**
 * What a batch `b` waits for and until when: its own reason, its recipients' hours, or its share on the number. Both are null for one
 * whose turn it is; `batchWaitJoins` goes with it.
 */
export function batchWait(ctx: TxContext): { reason: SQL; nextAt: SQL } {
  const now = sql`${ctx.services.clock.now().toISOString()}::timestamptz`;
  const reason = sql`case
    when b.next_at > ${now} then b.waits_for
    when b.start_at > ${now} then 'local_time'
    when b.not_before > ${now} or b.send_before <= ${now} then 'quiet_hours'
    when exists (select from kill_switches k where k.id = b.number_id) then 'kill_switch'
    when n.stopped_at is not null then 'number_stopped'
    when s.next_at > ${now} then s.waits_for end`;
  const nextAt = sql`case
    when b.next_at > ${now} then b.next_at
    when b.start_at > ${now} then b.start_at
    when b.not_before > ${now} then b.not_before
    when n.stopped_at is null and s.next_at > ${now} then s.next_at end`;
  return { reason, nextAt };
}

export const batchWaitJoins = sql`
  left join campaign_shares s on s.campaign_id = b.campaign_id and s.number_id = b.number_id
  left join sending_numbers n on n.id = b.number_id`;

/** A batch `b` that waits with its texts queued; where an outcome is looked up, the others just have to wait for that. */
export const isWaitingBatch = sql`b.state = 'open' and b.waits_for is distinct from 'outcome_unknown'`;
