import { eq, sql } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
import { messageBatches } from '@sms-crm/db/tables/messages';
import { wakePump, type TxContext } from '../context/context.ts';
import type { BatchRow } from './batch-row.ts';
import type { Rest } from './claim-rest.ts';

/**
 * Decides what becomes of a locked batch after its messages changed: open while messages are queued, open and waiting for
 * the carrier's word while outcomes are unknown, else done. Unknown outcomes are looked up in their time, whatever the queued ones wait for.
 *
 * @param options.rest what the queued ones wait for, if the claim found out
 * @param options.lookAgainMs given after a look-up: when the outcomes that are still unknown are looked up again
 * @returns whether it is done
 */
export async function concludeBatch(
  ctx: TxContext,
  batch: BatchRow,
  options: Options = {},
): Promise<boolean> {
  const { rows } = await runPrepared<{ queued: number; unknown: number }>(
    ctx.tx.db,
    sql`
    select count(*) filter (where status = 'queued')::int as queued, count(*) filter (where status = 'unknown')::int as unknown
    from messages m where m.id between ${batch.firstId}::uuid and ${batch.lastId}::uuid
      and m.campaign_id is not distinct from ${batch.campaignId}::uuid and m.direction = 'outbound'`,
  );
  const { queued, unknown } = rows[0] ?? { queued: 0, unknown: 0 };
  const reconcileAt = unknown > 0 ? whenToLookUp(ctx, batch, options) : null;
  const next =
    queued > 0 ? openAgain(ctx, batch, options) : reconcileAt === null ? over : waitForCarrier(reconcileAt);
  await ctx.tx.db
    .update(messageBatches)
    .set({ ...next, reconcileAt, size: queued, leaseUntil: null })
    .where(eq(messageBatches.id, batch.id))
    .prepare('conclude_batch')
    .execute();
  if (next.state === 'open' && next.nextAt === null) wakePump(ctx);
  return next.state === 'done';
}

type Options = { retryAfterMs?: number; lookAgainMs?: number; rest?: Rest | null };

type Next = Pick<BatchRow, 'state' | 'waitsFor' | 'ruleVersion' | 'nextAt'>;

const over: Next = { state: 'done', waitsFor: null, ruleVersion: null, nextAt: null };

function openAgain(ctx: TxContext, batch: BatchRow, options: Options): Next {
  const { retryAfterMs = 0, lookAgainMs, rest } = options;
  // A look-up changes nothing for those that waited already.
  if (lookAgainMs !== undefined && batch.waitsFor !== 'outcome_unknown') {
    const { waitsFor, ruleVersion, nextAt } = batch;
    return { state: 'open', waitsFor, ruleVersion, nextAt };
  }
  // What a whole share waits for stands in the share.
  const own = rest?.scope === 'batch' ? rest : undefined;
  if (retryAfterMs > 0) {
    const nextAt = new Date(ctx.services.clock.now().getTime() + retryAfterMs);
    return { state: 'open', waitsFor: 'retry_later', ruleVersion: null, nextAt };
  }
  return {
    state: 'open',
    waitsFor: own?.reason ?? null,
    ruleVersion: own?.rule.version ?? null,
    nextAt: own?.until ?? null,
  };
}

function waitForCarrier(reconcileAt: Date): Next {
  return { state: 'open', waitsFor: 'outcome_unknown', ruleVersion: null, nextAt: reconcileAt };
}

function whenToLookUp(ctx: TxContext, batch: BatchRow, { lookAgainMs }: Options): Date {
  const inMs = (ms: number) => new Date(ctx.services.clock.now().getTime() + ms);
  if (lookAgainMs !== undefined) return inMs(lookAgainMs);
  return batch.reconcileAt ?? inMs(ctx.services.settings.sendTimes.reconcileWaitMs);
}
