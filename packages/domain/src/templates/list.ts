import { and, desc, isNull, lt } from 'drizzle-orm';
import type { Page } from '@sms-crm/contracts/paging';
import type { MessageTemplate } from '@sms-crm/contracts/templates';
import { messageTemplates } from '@sms-crm/db/tables/inbox';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { decodeIdCursor, toPage } from '../context/cursor.ts';
import { templateView } from './row.ts';

/** The tenant's canned replies, the newest first. */
export async function listTemplates(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<MessageTemplate>> {
  requirePermission(ctx, 'templates:read');
  const after = decodeIdCursor(query.cursor);
  return withTransaction(ctx, async (ctx) => {
    const rows = await ctx.tx.db
      .select()
      .from(messageTemplates)
      .where(
        and(
          isNull(messageTemplates.deletedAt),
          after === undefined ? undefined : lt(messageTemplates.id, after),
        ),
      )
      .orderBy(desc(messageTemplates.id))
      .limit(query.limit + 1);
    return toPage(rows, query.limit, { item: templateView, cursor: ({ id }) => [id] });
  });
}
