import { sql } from 'drizzle-orm';
import type { WaitReason } from '@sms-crm/contracts/reasons';
import { batchWaits } from '@sms-crm/db/tables/sending';
import type { TxContext } from '../context/context.ts';
import { addCounts } from '../reports/counters.ts';
import type { BatchRow } from './batch-row.ts';
import { skipDeltas, type Skipped } from './claim-skips.ts';
import type { Rule } from './judge.ts';

/** What the messages of a batch that may not go yet wait for: the batch alone, or the campaign's whole share on the number. */
export type Rest = { scope: 'batch' | 'share'; reason: WaitReason; until: Date; rule: Rule };

/** Writes what is left of a batch of which nothing was granted. */
export async function refuseRest(
  ctx: TxContext,
  input: { batch: BatchRow; rest: Rest | null; skipped: readonly Skipped[] },
): Promise<void> {
  await writeWait(ctx, input.batch, input.rest);
  await addCounts(ctx, skipDeltas(input.skipped));
  await delayShare(ctx, input.batch, input.rest);
}

/** Keeps that a batch, or its share, began to wait for something else; the same reason again leaves no row. */
export async function writeWait(ctx: TxContext, batch: BatchRow, rest: Rest | null): Promise<void> {
  if (rest === null || rest.rule.gate === null) return;
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

/** Lets a campaign's share on a number rest until its capacity is filled up again. Call it after the counters. */
export async function delayShare(ctx: TxContext, batch: BatchRow, rest: Rest | null): Promise<void> {
  if (rest?.scope !== 'share') return;
  const until = rest.until.toISOString();
  await ctx.tx.db.execute(sql`
    insert into campaign_shares (tenant_id, campaign_id, number_id, waits_for, rule_version, next_at)
    values (${ctx.tenantId}::uuid, ${batch.campaignId}::uuid, ${batch.numberId}::uuid, ${rest.reason}, ${rest.rule.version}, ${until}::timestamptz)
    on conflict (tenant_id, campaign_id, number_id) do update
      set waits_for = excluded.waits_for, rule_version = excluded.rule_version, next_at = excluded.next_at`);
}
