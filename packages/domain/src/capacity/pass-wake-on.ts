import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import type { TextCost } from '../gates/capacity-gate.ts';
import type { PriceList } from '../pricing/price-list.ts';
import type { BatchRow } from '../sending/batch-row.ts';
import type { DayLimits } from './read-days.ts';
import { dayReasons, isDayReason, mostAwake, wakeThese } from './wake-waiting.ts';

type LookedAt = {
  batch: BatchRow;
  /** What it waits for now. */
  reason: string | null;
  /** Absent when nobody came so far as to ask for them. */
  limits?: Pick<DayLimits, 'budget' | 'warmUp' | 'carrierCap'> | undefined;
  granted?: readonly { text: { parts: number; costMicros: number } }[];
  prices: PriceList;
};

const boundless: TextCost = { parts: Number.POSITIVE_INFINITY, micros: Number.POSITIVE_INFINITY };

/**
 * A single text that waited for a day passes its wake on when it has been looked at and no other one of its number is awake: the first that fit
 * into what is left of this day are woken, whatever they waited for. Where none does, one is looked at all the same and waits
 * for what is in the way by now, so that the others are woken when that ends.
 */
export async function passWakeOn(
  ctx: TxContext,
  { batch, reason, limits, granted = [], prices }: LookedAt,
): Promise<void> {
  const { waitsFor, singleNumberId: numberId } = batch;
  if (numberId === null || !isDayReason(waitsFor) || (await isAnyAwake(ctx, numberId))) return;
  const room = roomIn(limits, granted);
  if ((await wakeFitting(ctx, { numberId, prices, room, most: mostAwake })) > 0) return;
  if (!isDayReason(reason)) await wakeFitting(ctx, { numberId, prices, room: boundless, most: 1 });
  // Money may be short for a month, parts are for a day at most.
  if (reason === 'budget' && Number.isFinite(room.parts)) {
    await wakeFitting(ctx, { numberId, prices, room: { ...boundless, micros: room.micros }, most: 1 });
  }
}

/** @returns how many were woken */
async function wakeFitting(
  ctx: TxContext,
  { numberId, prices, room, most }: { numberId: string; prices: PriceList; room: TextCost; most: number },
): Promise<number> {
  // Prices are looked up only for texts short enough at the lowest one.
  const parts = Math.min(room.parts, room.micros / prices.lowestPartMicros);
  if (parts < 1) return 0;
  return wakeThese(
    ctx,
    sql`
      select b.id from message_batches b join messages m on m.tenant_id = b.tenant_id and m.id = b.first_id
      where ${waitingOn(ctx, numberId)} and m.parts <= ${parts}::float8
        and m.parts * ${prices.partMicrosSql(sql`m.phone`)} <= ${room.micros}::float8
      order by b.urgent desc, b.id limit ${most}`,
  );
}

function roomIn(limits: LookedAt['limits'], granted: NonNullable<LookedAt['granted']>): TextCost {
  if (limits === undefined) return boundless;
  const taken = (pick: (text: { parts: number; costMicros: number }) => number) =>
    granted.reduce((sum, { text }) => sum + pick(text), 0);
  return {
    parts: Math.min(limits.warmUp.amount, limits.carrierCap.amount) - taken(({ parts }) => parts),
    micros: limits.budget.amount - taken(({ costMicros }) => costMicros),
  };
}

/** Whether another one of the number is going to be looked at; not one that is so already, since two could leave it to each other. */
async function isAnyAwake(ctx: TxContext, numberId: string): Promise<boolean> {
  const now = ctx.services.clock.now().toISOString();
  const { rows } = await ctx.tx.db.execute(sql`
    select from message_batches b where ${waitingOn(ctx, numberId)} and (b.next_at is null or b.next_at <= ${now}::timestamptz) limit 1`);
  return rows.length > 0;
}

function waitingOn(ctx: TxContext, numberId: string) {
  return sql`b.tenant_id = ${ctx.tenantId}::uuid and b.queue = 'now' and b.state = 'open' and b.single_number_id = ${numberId}::uuid
    and b.waits_for = any (${sql.param([...dayReasons])}::text[])`;
}
