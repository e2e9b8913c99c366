import { eq, sql } from 'drizzle-orm';
import { messageBatches, shortLinks } from '@sms-crm/db/tables/messages';
import type { TxContext } from '../context/context.ts';
import type { NumberRow } from '../numbers/find.ts';
import { statusDeltas, type CounterDelta } from '../reports/counters.ts';
import type { BatchRow } from './batch-row.ts';
import type { Verdict } from './judge.ts';

export type Passed = Extract<Verdict, { type: 'send' }>;
export type Skipped = Extract<Verdict, { type: 'skip' }>;

/** Gives a halted batch back; it waits until the halt is lifted. */
export async function putBack(ctx: TxContext, batch: BatchRow, reason: string): Promise<undefined> {
  await ctx.tx.db
    .update(messageBatches)
    .set({ state: 'open', waitsFor: reason })
    .where(eq(messageBatches.id, batch.id));
}

/** Marks messages that a gate refused for good. */
export async function writeSkips(ctx: TxContext, refused: readonly Skipped[]): Promise<void> {
  if (refused.length === 0) return;
  const ids = refused.map(({ message }) => message.id);
  const reasons = refused.map(({ reason }) => reason);
  await ctx.tx.db.execute(sql`
    update messages m set status = 'skipped', reason = v.reason
    from unnest(${sql.param(ids)}::uuid[], ${sql.param(reasons)}::text[]) as v (id, reason) where m.id = v.id`);
}

/** The counters of skipped messages. */
export function skipDeltas(skipped: readonly Skipped[]): CounterDelta[] {
  return skipped.flatMap(({ message: { campaignId }, reason }): CounterDelta[] =>
    campaignId === null
      ? []
      : [
          ...statusDeltas([{ campaignId, from: 'queued', to: 'skipped' }]),
          { campaignId, metric: 'skip', detail: reason, value: 1 },
        ],
  );
}

/**
 * Marks the messages `sending` with their final text and puts the batch under a lease.
 *
 * @returns the number of this claim, which its settle must name
 */
export async function writeClaim(
  ctx: TxContext,
  batch: BatchRow,
  number: NumberRow,
  passed: readonly Passed[],
): Promise<number> {
  const now = ctx.services.clock.now();
  const param = <T>(pick: (verdict: Passed) => T) => sql.param(passed.map((verdict) => pick(verdict)));
  await ctx.tx.db.execute(sql`
    update messages m set status = 'sending', reason = null, body = v.body, parts = v.parts, reserved_micros = v.cost,
      number_id = ${number.id}::uuid, number_phone = ${number.phone}, claimed_at = ${now.toISOString()}::timestamptz
    from unnest(${param(({ message }) => message.id)}::uuid[], ${param(({ text }) => text.body)}::text[],
      ${param(({ text }) => text.parts)}::int[], ${param(({ text }) => text.costMicros)}::bigint[]) as v (id, body, parts, cost)
    where m.id = v.id`);
  await writeShortLinks(ctx, passed);
  const claimNumber = batch.claim + 1;
  await ctx.tx.db
    .update(messageBatches)
    .set({
      state: 'claimed',
      claim: claimNumber,
      waitsFor: null,
      nextAt: null,
      leaseUntil: new Date(now.getTime() + ctx.services.settings.sendTimes.leaseMs),
    })
    .where(eq(messageBatches.id, batch.id));
  return claimNumber;
}

async function writeShortLinks(ctx: TxContext, passed: readonly Passed[]): Promise<void> {
  const links = passed.flatMap(({ message, text }) =>
    text.newLinks.map((link) => ({ ...link, tenantId: ctx.tenantId, messageId: message.id })),
  );
  if (links.length > 0) await ctx.tx.db.insert(shortLinks).values(links);
}
