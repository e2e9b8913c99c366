import { sql } from 'drizzle-orm';
import type { CampaignFinish, CampaignTotals } from '@sms-crm/contracts/campaigns';
import type { CampaignRow } from '../campaigns/campaign-row.ts';
import type { TxContext } from '../context/context.ts';
import { campaignFinish, noFinish, type WaitingTexts } from '../finish/campaign-finish.ts';
import { heldByLaw } from '../finish/held-by-law.ts';
import { findKill } from '../kill-switch/find-kill.ts';
import { readPrices } from '../pricing/read-prices.ts';

/** When what still waits of a running campaign will be handed over; null when nothing does or it is not frozen yet. */
export async function finishOfWaiting(
  ctx: TxContext,
  row: CampaignRow,
  totals: CampaignTotals,
): Promise<CampaignFinish | null> {
  if (row.frozenAt === null || row.completedAt !== null || totals.waiting === 0) return null;
  if (row.status === 'paused') return noFinish('paused');
  if (row.status !== 'sending') return null;
  if ((await findKill(ctx, { campaignId: row.id })) !== null) return noFinish('kill_switch');
  const { rows } = await ctx.tx.db.execute<WaitingTexts & { phone: string; unknown: boolean }>(sql`
    select w.*, (select m.phone from messages m where m.tenant_id = ${ctx.tenantId}::uuid and m.id = w.first) as phone
    from (
      select number_id as "numberId", recipient_zone as key, min(start_at) as "startAt", sum(size)::int as count, (array_agg(first_id))[1] as first,
        coalesce(bool_or(waits_for = 'outcome_unknown'), false) as unknown
      from message_batches where campaign_id = ${row.id}::uuid and state <> 'done' and number_id is not null group by 1, 2
    ) w`);
  // Texts whose outcome the carrier has to tell are no longer queued.
  if (rows.every(({ count }) => count === 0) && rows.some(({ unknown }) => unknown)) {
    return noFinish('outcome_unknown');
  }
  const waiting = rows.map((group) => ({
    ...group,
    startAt: group.startAt === null ? null : new Date(group.startAt),
  }));
  const parts = row.partsEstimate ?? 1;
  const micros =
    totals.parts > 0 ? (totals.costMicros / totals.parts) * parts : await listPrice(ctx, rows, parts);
  const startsAt = ctx.services.clock.now();
  const held = await heldByLaw(ctx, row, waiting);
  return campaignFinish(ctx, row, { waiting: held, each: { parts, micros }, startsAt });
}

/** Before anything was sent, each group's first recipient stands for its prices. */
async function listPrice(
  ctx: TxContext,
  groups: readonly { phone: string; count: number }[],
  parts: number,
): Promise<number> {
  const prices = await readPrices(ctx);
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const sum = groups.reduce((micros, group) => micros + prices.partMicros(group.phone) * group.count, 0);
  return count === 0 ? 0 : (sum / count) * parts;
}
