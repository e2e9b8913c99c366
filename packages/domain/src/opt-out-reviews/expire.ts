import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm';
import { optOutReviews } from '@sms-crm/db/tables/opt-outs';
import type { Transaction } from '@sms-crm/db/transaction';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import type { JobRequest } from '../context/ports.ts';
import { decideWithinDays } from './hold.ts';
import { settleReviews } from './settle.ts';

/** Reviews decided by one transaction, and tenants whose job is asked for by one sweep. */
const perTransaction = 100;
const perSweep = 100;

/**
 * Takes replies that nobody decided within five days for opt-outs.
 *
 * @param run.signal ends the run between two transactions
 * @returns how many there were
 */
export async function expireReviews(ctx: Context, run: { signal: AbortSignal }): Promise<number> {
  requirePermission(ctx, 'opt-outs:decide');
  let expired = 0;
  while (!run.signal.aborted) {
    const some = await expireSome(ctx);
    expired += some;
    if (some === 0) break;
  }
  return expired;
}

/** Simulated ones and others take turns: one phone may have one of each. */
async function expireSome(ctx: Context): Promise<number> {
  let expired = 0;
  for (const simulated of [false, true]) {
    expired += await withTransaction(ctx, async (ctx) => {
      const due = await ctx.tx.db
        .select()
        .from(optOutReviews)
        .where(
          and(
            isNull(optOutReviews.decidedAt),
            lte(optOutReviews.dueAt, ctx.services.clock.now()),
            eq(optOutReviews.simulated, simulated),
          ),
        )
        .orderBy(asc(optOutReviews.id))
        .limit(perTransaction)
        .for('no key update');
      if (due.length === 0) return 0;
      const why = `nobody decided within ${decideWithinDays} days`;
      await settleReviews(ctx, due, { decision: 'opt-out', by: why, why });
      return due.length;
    });
  }
  return expired;
}

/**
 * Jobs for tenants with replies that nobody decided in time, for the sweep.
 *
 * @param db a transaction of the system role
 */
export async function dueReviewJobs(db: Transaction, now: Date): Promise<JobRequest[]> {
  const { rows } = await db.execute<{ tenantId: string }>(sql`
    select distinct tenant_id as "tenantId" from opt_out_reviews
    where decided_at is null and due_at <= ${now.toISOString()}::timestamptz limit ${perSweep}`);
  return rows.map(({ tenantId }) => ({
    name: 'opt-out.expire',
    payload: { tenantId },
    jobId: `opt-out.expire-${tenantId}`,
  }));
}
