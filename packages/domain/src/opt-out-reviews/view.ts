import { and, eq } from 'drizzle-orm';
import type { OptOutReview } from '@sms-crm/contracts/opt-outs';
import { contacts } from '@sms-crm/db/tables/contacts';
import { optOutReviews } from '@sms-crm/db/tables/opt-outs';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';

/** Reviews with the contacts who have their phones, to be narrowed by `where`. */
export function selectReviews(ctx: TxContext) {
  return ctx.tx.db
    .select({
      review: optOutReviews,
      contact: { id: contacts.id, firstName: contacts.firstName, lastName: contacts.lastName },
    })
    .from(optOutReviews)
    .leftJoin(
      contacts,
      and(eq(contacts.tenantId, optOutReviews.tenantId), eq(contacts.phone, optOutReviews.phone)),
    );
}

type Found = Awaited<ReturnType<typeof selectReviews>>[number];

/** A review as the API shows it. */
export function reviewView({ review, contact }: Found): OptOutReview {
  return {
    id: review.id,
    phone: review.phone,
    messageId: review.messageId,
    texts: 1 + review.earlier.length,
    contactId: contact?.id ?? null,
    contactName: [contact?.firstName, contact?.lastName].filter(Boolean).join(' '),
    body: review.body,
    rule: review.rule,
    found: review.found,
    openedAt: review.openedAt.toISOString(),
    dueAt: review.dueAt.toISOString(),
    decision: review.decision,
    decidedAt: review.decidedAt?.toISOString() ?? null,
    decidedBy: review.decidedBy,
  };
}

/**
 * @throws DomainError `not_found`
 */
export async function readReview(ctx: TxContext, id: string): Promise<OptOutReview> {
  const [found] = await selectReviews(ctx).where(eq(optOutReviews.id, id));
  if (found === undefined) throw notFound('reply to review');
  return reviewView(found);
}
