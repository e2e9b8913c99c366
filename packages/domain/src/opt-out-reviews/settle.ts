import { sql } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import type { ReviewDecision } from '@sms-crm/contracts/opt-outs';
import type { optOutReviews } from '@sms-crm/db/tables/opt-outs';
import { auditAll } from '../context/audit.ts';
import { signal, type TxContext } from '../context/context.ts';
import { optOut } from '../opt-outs/opt-out.ts';
import { countAnswers, type Answer } from '../webhooks/count-answers.ts';
import { liftHolds } from './lift-holds.ts';

export type ReviewRow = typeof optOutReviews.$inferSelect;

/**
 * Decides open reviews: marketing may go on, or each writer has opted out as by a STOP at the time of their text, which is then counted
 * for the campaign it answers.
 *
 * @param reviews locked, each phone at most once
 * @returns the texts whose writers were not stopped before
 */
export async function settleReviews(
  ctx: TxContext,
  reviews: readonly ReviewRow[],
  { decision, by, why }: { decision: ReviewDecision; by: string; why: string },
): Promise<ReadonlySet<string>> {
  await ctx.tx.db.execute(sql`
    update opt_out_reviews set decision = ${decision}, decided_at = ${ctx.services.clock.now().toISOString()}::timestamptz, decided_by = ${by}
    where tenant_id = ${ctx.tenantId} and id = any (${sql.param(reviews.map(({ id }) => id))}::uuid[])`);
  await liftHolds(ctx, reviews);
  await auditAll(
    ctx,
    reviews.map(({ id, phone, messageId }) => ({
      action: 'opt-out-review.decide',
      target: { type: 'opt-out-review', id },
      after: { phone, messageId, decision },
    })),
  );
  signal(ctx, liveTopic.optOutReviews());
  if (decision === 'not-opt-out') return new Set();
  const stopped = await optOut(
    ctx,
    reviews.map(({ phone, messageId, openedAt, found }) => ({
      phone,
      messageId,
      at: openedAt,
      reason: `Wrote “${found}”; ${why}`,
    })),
  );
  const messageIds = stopped.map(({ messageId }) => messageId);
  await countAnswers(ctx, await answersOf(ctx, messageIds));
  return new Set(messageIds);
}

/** Those of the texts that answer a campaign's. */
async function answersOf(ctx: TxContext, messageIds: readonly string[]): Promise<Answer[]> {
  if (messageIds.length === 0) return [];
  const { rows } = await ctx.tx.db.execute<Omit<Answer, 'metric'>>(sql`
    select m.id as "messageId", m.contact_id as "contactId", m.reply_to_id as "replyToId", r.campaign_id as "campaignId"
    from messages m join messages r on r.tenant_id = m.tenant_id and r.id = m.reply_to_id
    where m.tenant_id = ${ctx.tenantId} and m.id = any (${sql.param(messageIds)}::uuid[])
      and m.contact_id is not null and r.campaign_id is not null`);
  return rows.map((row) => ({ ...row, metric: 'opt-out' }));
}
