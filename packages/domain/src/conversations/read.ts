import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { changeThread } from './change.ts';
import { lockConversation } from './find.ts';

/**
 * Notes that somebody read a thread, for all members.
 *
 * @throws DomainError `not_found`
 */
export async function markRead(ctx: Context, { id }: { id: string }): Promise<void> {
  requirePermission(ctx, 'inbox:reply');
  await withTransaction(ctx, async (ctx) => {
    const { unread } = await lockConversation(ctx, id);
    if (unread > 0) await changeThread(ctx, id, { unread: 0 });
  });
}
