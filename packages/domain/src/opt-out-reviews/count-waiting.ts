import { isNull, sql } from 'drizzle-orm';
import type { WaitingReviews } from '@sms-crm/contracts/opt-outs';
import { optOutReviews } from '@sms-crm/db/tables/opt-outs';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';

/** How many people’s replies wait for a decision, and how many texts these are. */
export async function countWaitingReviews(ctx: Context): Promise<WaitingReviews> {
  requirePermission(ctx, 'opt-outs:read');
  return withTransaction(ctx, async (ctx) => {
    const [row] = await ctx.tx.db
      .select({
        waiting: sql<number>`count(*)::int`,
        texts: sql<number>`coalesce(sum(1 + cardinality(${optOutReviews.earlier})), 0)::int`,
      })
      .from(optOutReviews)
      .where(isNull(optOutReviews.decidedAt));
    return { waiting: row?.waiting ?? 0, texts: row?.texts ?? 0 };
  });
}
