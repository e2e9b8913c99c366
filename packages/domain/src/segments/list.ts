import { and, desc, isNull, lt } from 'drizzle-orm';
import type { Page } from '@sms-crm/contracts/paging';
import type { Segment } from '@sms-crm/contracts/segments';
import { segments } from '@sms-crm/db/tables/segments';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { decodeIdCursor, toPage } from '../context/cursor.ts';
import { segmentViews } from './view.ts';

/** The tenant's segments, the newest first. */
export async function listSegments(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<Segment>> {
  requirePermission(ctx, 'contacts:read');
  const after = decodeIdCursor(query.cursor);
  return withTransaction(ctx, async (ctx) => {
    const rows = await ctx.tx.db
      .select()
      .from(segments)
      .where(and(isNull(segments.deletedAt), after === undefined ? undefined : lt(segments.id, after)))
      .orderBy(desc(segments.id))
      .limit(query.limit + 1);
    const page = toPage(rows, query.limit, { item: (row) => row, cursor: ({ id }) => [id] });
    return { ...page, items: await segmentViews(ctx, page.items) };
  });
}
