import { isNull, sql } from 'drizzle-orm';
import type { WaitingReviews } from '@sms-crm/contracts/opt-outs';
import { optOutReviews } from '@sms-crm/db/tables/opt-outs';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';

/** How many replies wait for a decision. */
export async function countWaitingReviews(ctx: Context): Promise<WaitingReviews> {
  requirePermission(ctx, 'opt-outs:read');
  return withTransaction(ctx, async (ctx) => {
    const [row] = await ctx.tx.db
      .select({ waiting: sql<number>`count(*)::int` })
      .from(optOutReviews)
      .where(isNull(optOutReviews.decidedAt));
    return { waiting: row?.waiting ?? 0 };
  });
}
