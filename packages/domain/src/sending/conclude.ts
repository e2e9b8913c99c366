import { eq, sql } from 'drizzle-orm';
import { messageBatches } from '@sms-crm/db/tables/messages';
import { wakePump, type TxContext } from '../context/context.ts';
import type { BatchRow } from './batch-row.ts';

/**
 * Decides what becomes of a locked batch after its messages changed: open while messages are queued, open and waiting for
 * the carrier's word while outcomes are unknown, else done.
 *
 * @returns whether it is done
 */
export async function concludeBatch(
  ctx: TxContext,
  batch: BatchRow,
  options: { retryAfterMs?: number; reconciled?: boolean } = {},
): Promise<boolean> {
  const { rows } = await ctx.tx.db.execute<{ queued: number; unknown: number }>(sql`
    select count(*) filter (where status = 'queued')::int as queued, count(*) filter (where status = 'unknown')::int as unknown
    from messages m where m.id between ${batch.firstId}::uuid and ${batch.lastId}::uuid
      and m.campaign_id is not distinct from ${batch.campaignId}::uuid and m.direction = 'outbound'`);
  const { queued, unknown } = rows[0] ?? { queued: 0, unknown: 0 };
  const now = ctx.services.clock.now().getTime();
  const { reconcileWaitMs, reconcileGapMs } = ctx.services.settings.sendTimes;
  const retryAt = options.retryAfterMs ? new Date(now + options.retryAfterMs) : null;
  const reconcileAt = new Date(now + (options.reconciled === true ? reconcileGapMs : reconcileWaitMs));
  const next =
    queued > 0
      ? { state: 'open' as const, waitsFor: retryAt === null ? null : 'retry_later', nextAt: retryAt }
      : unknown > 0
        ? { state: 'open' as const, waitsFor: 'outcome_unknown', nextAt: reconcileAt }
        : { state: 'done' as const, waitsFor: null, nextAt: null };
  await ctx.tx.db
    .update(messageBatches)
    .set({ ...next, size: queued, leaseUntil: null })
    .where(eq(messageBatches.id, batch.id));
  if (next.state === 'open' && next.nextAt === null) wakePump(ctx);
  return next.state === 'done';
}
