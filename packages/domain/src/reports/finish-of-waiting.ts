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
  const { rows } = await ctx.tx.db.execute<
    Omit<WaitingTexts, 'partMicros'> & { phone: string; unknown: boolean }
  >(sql`
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
  // A group lives in one place, so its first recipient stands for its prices.
  const prices = await readPrices(ctx);
  const waiting = rows.map((group) => ({
    ...group,
    startAt: group.startAt === null ? null : new Date(group.startAt),
    partMicros: prices.partMicros(group.phone),
  }));
  const startsAt = ctx.services.clock.now();
  const held = await heldByLaw(ctx, row, waiting);
  return campaignFinish(ctx, row, { waiting: held, partsEach: row.partsEstimate ?? 1, startsAt });
}
