import { sql } from 'drizzle-orm';
import type { WaitReason } from '@sms-crm/contracts/reasons';
import { batchWaits } from '@sms-crm/db/tables/sending';
import { isStillRefused, type LeftText } from '../capacity/still-refused.ts';
import { isDayReason } from '../capacity/wake-waiting.ts';
import type { TxContext } from '../context/context.ts';
import { addCounts } from '../reports/counters.ts';
import type { BatchRow } from './batch-row.ts';
import { skipDeltas, type Skipped } from './claim-skips.ts';
import type { Rule } from './judge.ts';

/**
 * What the messages of a batch that may not go yet wait for: the batch alone, or the campaign's whole share on the number. `left` is the
 * text that capacity refused.
 */
export type Rest = {
  scope: 'batch' | 'share';
  reason: WaitReason;
  until: Date;
  rule: Rule;
  left?: LeftText;
};

/**
 * Writes what is left of a batch of which nothing was granted.
 *
 * @returns the wait that stands
 */
export async function refuseRest(
  ctx: TxContext,
  input: { batch: BatchRow; rest: Rest | null; skipped: readonly Skipped[] },
): Promise<Rest | null> {
  await addCounts(ctx, skipDeltas(input.skipped));
  return writeRest(ctx, { ...input, takenMicros: 0 });
}

/**
 * Writes what the rest of a batch waits for. Call it after the counters and before the budget.
 *
 * @param input.takenMicros what the claim is going to take of the budget
 * @returns null when it is there by now, so that the rest is looked at again at once
 */
export async function writeRest(
  ctx: TxContext,
  { batch, rest, takenMicros }: { batch: BatchRow; rest: Rest | null; takenMicros: number },
): Promise<Rest | null> {
  if (rest === null) return null;
  await writeWait(ctx, batch, rest);
  await delayShare(ctx, batch, rest, rest.until);
  const { reason, left } = rest;
  if (left === undefined || !isDayReason(reason)) return rest;
  if (await isStillRefused(ctx, { reason, left, takenMicros })) return rest;
  await delayShare(ctx, batch, rest, null);
  return null;
}

/** Keeps that a batch, or its share, began to wait for something else; the same reason again leaves no row. */
async function writeWait(ctx: TxContext, batch: BatchRow, rest: Rest): Promise<void> {
  if (rest.rule.gate === null) return;
  const ofShare = rest.scope === 'share';
  if (ofShare ? await shareWaitsFor(ctx, batch, rest.reason) : batch.waitsFor === rest.reason) return;
  await ctx.tx.db.insert(batchWaits).values({
    tenantId: ctx.tenantId,
    campaignId: batch.campaignId,
    numberId: batch.numberId,
    batchId: ofShare ? null : batch.id,
    gate: rest.rule.gate,
    reason: rest.reason,
    ruleVersion: rest.rule.version,
    until: rest.until,
    at: ctx.services.clock.now(),
  });
}

async function shareWaitsFor(ctx: TxContext, batch: BatchRow, reason: string): Promise<boolean> {
  const { rows } = await ctx.tx.db.execute(sql`
    select from campaign_shares where campaign_id = ${batch.campaignId}::uuid and number_id = ${batch.numberId}::uuid and waits_for = ${reason}`);
  return rows.length > 0;
}

/** Lets a campaign's share on a number rest until its capacity is filled up again, or no longer. */
async function delayShare(ctx: TxContext, batch: BatchRow, rest: Rest, until: Date | null): Promise<void> {
  if (rest.scope !== 'share') return;
  await ctx.tx.db.execute(sql`
    insert into campaign_shares (tenant_id, campaign_id, number_id, waits_for, rule_version, next_at)
    values (${ctx.tenantId}::uuid, ${batch.campaignId}::uuid, ${batch.numberId}::uuid, ${rest.reason}, ${rest.rule.version}, ${until?.toISOString() ?? null}::timestamptz)
    on conflict (tenant_id, campaign_id, number_id) do update
      set waits_for = excluded.waits_for, rule_version = excluded.rule_version, next_at = excluded.next_at`);
}
