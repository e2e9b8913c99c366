import { and, asc, desc, gt, isNotNull, isNull, lt } from 'drizzle-orm';
import type { z } from 'zod';
import type { listReviewsQuery, OptOutReview } from '@sms-crm/contracts/opt-outs';
import type { Page } from '@sms-crm/contracts/paging';
import { optOutReviews } from '@sms-crm/db/tables/opt-outs';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { decodeIdCursor, toPage } from '../context/cursor.ts';
import { reviewView, selectReviews } from './view.ts';

/** Replies that wait for a decision, the oldest first; or those that were decided, the newest first. */
export async function listReviews(
  ctx: Context,
  query: z.infer<typeof listReviewsQuery>,
): Promise<Page<OptOutReview>> {
  requirePermission(ctx, 'opt-outs:read');
  const after = decodeIdCursor(query.cursor);
  const { id, decidedAt } = optOutReviews;
  const waiting = query.decided === 'no';
  return withTransaction(ctx, async (ctx) => {
    const rows = await selectReviews(ctx)
      .where(
        and(
          waiting ? isNull(decidedAt) : isNotNull(decidedAt),
          after === undefined ? undefined : waiting ? gt(id, after) : lt(id, after),
        ),
      )
      .orderBy(waiting ? asc(id) : desc(id))
      .limit(query.limit + 1);
    return toPage(rows, query.limit, { item: reviewView, cursor: ({ review }) => [review.id] });
  });
}
