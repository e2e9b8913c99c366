import { and, eq } from 'drizzle-orm';
import type { DecideReview, OptOutReview } from '@sms-crm/contracts/opt-outs';
import { messages } from '@sms-crm/db/tables/messages';
import { sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { optOutReviews } from '@sms-crm/db/tables/opt-outs';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError, notFound } from '../context/errors.ts';
import { readMatcher } from '../opt-out-rules/read-matcher.ts';
import { answerKeyword } from '../opt-outs/answer-keyword.ts';
import { settleReviews, type ReviewRow } from './settle.ts';
import { readReview } from './view.ts';

/**
 * Decides whether a reply is an opt-out. An opt-out is confirmed to its writer when the five minutes for that are not over.
 *
 * @throws DomainError `not_found`, `wrong_state` when it was decided before, or `conflict` when a newer text has come in than the one seen
 */
export async function decideReview(
  ctx: Context,
  input: DecideReview & { id: string },
): Promise<OptOutReview> {
  requirePermission(ctx, 'opt-outs:decide');
  return withTransaction(ctx, async (ctx) => {
    const review = await lockReview(ctx, input.id);
    requireSeen(review, input.seen);
    const stopped = await settleReviews(ctx, [review], {
      decision: input.decision,
      by: ctx.actor.label,
      why: `${ctx.actor.label} took it for an opt-out`,
    });
    if (stopped.has(review.messageId)) await confirm(ctx, review);
    return readReview(ctx, review.id);
  });
}

async function lockReview(ctx: TxContext, id: string): Promise<ReviewRow> {
  const [review] = await ctx.tx.db
    .select()
    .from(optOutReviews)
    .where(eq(optOutReviews.id, id))
    .for('no key update');
  if (review === undefined) throw notFound('reply to review');
  if (review.decision === null) return review;
  const words = review.decision === 'opt-out' ? 'an opt-out' : 'no opt-out';
  throw new DomainError('wrong_state', {
    detail: `This was decided already: ${words}, by ${review.decidedBy}. Load the page again to see what waits.`,
  });
}

function requireSeen(review: ReviewRow, seen: string): void {
  if (review.messageId === seen) return;
  throw new DomainError('conflict', {
    detail: `Another text has come in meanwhile: “${review.body}”. Load the page again, read it, and decide then.`,
  });
}

/** A text that the job has not stored yet is confirmed by nobody: that it was decided within a second is rare. */
async function confirm(ctx: TxContext, review: ReviewRow): Promise<void> {
  const [text] = await ctx.tx.db
    .select({
      contactId: messages.contactId,
      numberId: sendingNumbers.id,
      stopConfirmer: sendingNumbers.stopConfirmer,
    })
    .from(messages)
    .innerJoin(
      sendingNumbers,
      and(eq(sendingNumbers.tenantId, messages.tenantId), eq(sendingNumbers.id, messages.numberId)),
    )
    .where(eq(messages.id, review.messageId));
  if (text === undefined) return;
  const { numberId, stopConfirmer, contactId } = text;
  const language = (await readMatcher(ctx))(review.body)?.language ?? 'en';
  await answerKeyword(ctx, {
    messageId: review.messageId,
    at: review.openedAt,
    phone: review.phone,
    contactId,
    body: review.body,
    number: { id: numberId, stopConfirmer },
    keyword: { intent: 'stop', language },
    answeredAs: undefined,
  });
}
