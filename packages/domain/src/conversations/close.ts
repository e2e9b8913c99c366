import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { auditThread, changeThread } from './change.ts';
import { lockConversation } from './find.ts';

/**
 * Closes a thread: it needs nobody until they write again. Closing it twice changes nothing.
 *
 * @throws DomainError `not_found`
 */
export async function closeConversation(ctx: Context, { id }: { id: string }): Promise<void> {
  requirePermission(ctx, 'inbox:reply');
  await withTransaction(ctx, async (ctx) => {
    const row = await lockConversation(ctx, id);
    if (row.closedAt !== null) return;
    await changeThread(ctx, id, {
      closedAt: ctx.services.clock.now(),
      closedBy: ctx.actor.label,
      unread: 0,
      failedMessageId: null,
    });
    await auditThread(ctx, { id, did: 'close' });
  });
}
