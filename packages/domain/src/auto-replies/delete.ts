import { eq } from 'drizzle-orm';
import { autoReplies } from '@sms-crm/db/tables/inbound';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { lockAutoReply, saying } from './view.ts';

/**
 * Deletes an automatic answer.
 *
 * @throws DomainError `not_found`
 */
export async function deleteAutoReply(ctx: Context, input: { id: string }): Promise<void> {
  requirePermission(ctx, 'settings:write');
  await withTransaction(ctx, async (ctx) => {
    const before = await lockAutoReply(ctx, input.id);
    await ctx.tx.db.delete(autoReplies).where(eq(autoReplies.id, input.id));
    await audit(ctx, {
      action: 'auto-reply.delete',
      target: { type: 'auto-reply', id: input.id },
      before: saying(before),
    });
  });
}
