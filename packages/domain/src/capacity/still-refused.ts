import { eq } from 'drizzle-orm';
import { sendingNumbers } from '@sms-crm/db/tables/campaigns';
import type { TxContext } from '../context/context.ts';
import { shareForTenant } from '../context/tenant-lock.ts';
import type { TextCost } from '../gates/capacity-gate.ts';
import { grant } from './grant.ts';
import { readNumberHolds, underHolds } from './holds.ts';
import { readDayLimits } from './read-days.ts';
import { roomLock, type DayReason } from './wake-waiting.ts';

/** The first text that a claim had to leave, and what its limits were read with. */
export type LeftText = Parameters<typeof readDayLimits>[1] & { text: TextCost };

/**
 * Looks once more whether a text must wait for a day, after that wait and the parts of its claim are written: from here until the
 * commit nobody gives room, and who does so afterwards finds the wait and ends it.
 *
 * @param takenMicros what the claim is going to take of the budget
 */
export async function isStillRefused(
  ctx: TxContext,
  { reason, left, takenMicros }: { reason: DayReason; left: LeftText; takenMicros: number },
): Promise<boolean> {
  await shareForTenant(ctx, roomLock);
  const [number] = await ctx.tx.db.select().from(sendingNumbers).where(eq(sendingNumbers.id, left.number.id));
  if (number === undefined) return false;
  const limits = underHolds(
    await readDayLimits(ctx, { ...left, number }),
    await readNumberHolds(ctx, number),
  );
  const { amount, until } = limits.budget;
  const budget = { amount: amount - takenMicros, until };
  const rate = { amount: Number.POSITIVE_INFINITY, until: ctx.services.clock.now() };
  const { rest } = grant(left.kind, [left.text], { ...limits, budget, rate });
  return rest?.reason === reason;
}
