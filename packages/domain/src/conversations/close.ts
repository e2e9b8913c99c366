import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { auditThread, changeThread } from './change.ts';
import { lockConversation } from './find.ts';

/**
 * Closes a thread: it needs nobody until they write again. Closing it twice changes nothing.
 *
 * @param input.seen their newest text that the member knows of
 * @throws DomainError `not_found`, or `conflict` when they wrote again since then; then nothing changes
 */
export async function closeConversation(
  ctx: Context,
  { id, seen }: { id: string; seen: string | null },
): Promise<void> {
  requirePermission(ctx, 'inbox:reply');
  await withTransaction(ctx, async (ctx) => {
    const row = await lockConversation(ctx, id);
    if (row.closedAt !== null) return;
    if (row.lastInboundId !== seen) {
      const detail = 'They wrote again meanwhile. Read their text, then close the conversation.';
      throw new DomainError('conflict', { detail });
    }
    await changeThread(ctx, id, {
      closedAt: ctx.services.clock.now(),
      closedBy: ctx.actor.label,
      unread: 0,
      failedMessageId: null,
    });
    await auditThread(ctx, { id, did: 'close' });
  });
}
