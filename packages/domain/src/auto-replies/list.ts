import { desc, lt } from 'drizzle-orm';
import type { AutoReply } from '@sms-crm/contracts/auto-replies';
import type { Page } from '@sms-crm/contracts/paging';
import { autoReplies } from '@sms-crm/db/tables/inbound';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { decodeIdCursor, toPage } from '../context/cursor.ts';
import { autoReplyView } from './view.ts';

/** The tenant's automatic answers, the newest first. */
export async function listAutoReplies(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<AutoReply>> {
  requirePermission(ctx, 'inbox:read');
  const after = decodeIdCursor(query.cursor);
  return withTransaction(ctx, async (ctx) => {
    const rows = await ctx.tx.db
      .select()
      .from(autoReplies)
      .where(after === undefined ? undefined : lt(autoReplies.id, after))
      .orderBy(desc(autoReplies.id))
      .limit(query.limit + 1);
    return toPage(rows, query.limit, { item: autoReplyView, cursor: ({ id }) => [id] });
  });
}
