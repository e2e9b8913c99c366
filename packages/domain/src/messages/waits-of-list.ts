import { sql, type SQL } from 'drizzle-orm';
import type { Campaign } from '@sms-crm/contracts/campaigns';
import type { CampaignMessage } from '@sms-crm/contracts/messages';
import { waitReason, waitReasonWords, type WaitReason } from '@sms-crm/contracts/reasons';
import { messages } from '@sms-crm/db/tables/messages';
import type { TxContext } from '../context/context.ts';
import { batchWait, batchWaitJoins, isWaitingBatch, wholeCampaignWait } from '../reports/batch-wait.ts';
import type { MessageRow } from './message-view.ts';

export type Wait = CampaignMessage['waitsFor'];

/** What each waiting message of a page waits for, and when it may go on. */
export async function waitsOf(
  ctx: TxContext,
  campaign: Pick<Campaign, 'id' | 'status'>,
  rows: readonly MessageRow[],
): Promise<ReadonlyMap<string, Wait>> {
  const queued = rows.filter(({ status }) => status === 'queued').map(({ id }) => id);
  const whole = queued.length === 0 ? undefined : await wholeCampaignWait(ctx, campaign);
  const own = whole === undefined ? await batchWaits(ctx, campaign.id, queued) : new Map<string, Wait>();
  return new Map(
    rows.flatMap(({ id, status }): [string, Wait][] => {
      if (status === 'sending') return [[id, told('being_sent')]];
      if (status === 'unknown') return [[id, told('outcome_unknown')]];
      return status === 'queued' ? [[id, own.get(id) ?? told(whole ?? 'in_line')]] : [];
    }),
  );
}

function told(reason: WaitReason, until: Date | null = null): Wait {
  const at = until === null ? null : new Date(until).toISOString();
  return { reason, words: waitReasonWords[reason], until: at };
}

async function batchWaits(
  ctx: TxContext,
  campaignId: string,
  ids: readonly string[],
): Promise<Map<string, Wait>> {
  if (ids.length === 0) return new Map();
  const { reason, nextAt } = batchWait(ctx);
  const { rows } = await ctx.tx.db.execute<{ id: string; reason: string | null; nextAt: Date | null }>(sql`
    select m.id, ${reason} as reason, ${nextAt} as "nextAt" from unnest(${sql.param(ids)}::uuid[]) m (id)
    cross join lateral (${batchOf(sql`m.id`, sql`${campaignId}::uuid`)}) b ${batchWaitJoins} where ${isWaitingBatch}`);
  return new Map(
    rows.flatMap(({ id, reason: found, nextAt: until }): [string, Wait][] => {
      const known = waitReason.safeParse(found).data;
      return known === undefined ? [] : [[id, told(known, until)]];
    }),
  );
}

/** The batch whose range of ids holds a message; ranges of a campaign do not overlap. */
function batchOf(messageId: SQL, campaignId: SQL): SQL {
  return sql`select * from (
    select * from message_batches where campaign_id = ${campaignId} and first_id <= ${messageId} order by first_id desc, id desc limit 1
  ) nearest where last_id >= ${messageId}`;
}

/** Holds for queued messages of a campaign that wait for this. */
export async function waitsForReason(
  ctx: TxContext,
  campaign: Pick<Campaign, 'id' | 'status'>,
  reason: WaitReason,
): Promise<SQL> {
  const whole = await wholeCampaignWait(ctx, campaign);
  if (whole !== undefined) return whole === reason ? sql`true` : sql`false`;
  const own = batchWait(ctx);
  return sql`coalesce((
    select ${own.reason} from (${batchOf(sql`${messages.id}`, sql`${messages.campaignId}`)}) b ${batchWaitJoins} where ${isWaitingBatch}
  ), 'in_line') = ${reason}`;
}
