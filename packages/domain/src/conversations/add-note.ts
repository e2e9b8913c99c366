import type { ConversationNote } from '@sms-crm/contracts/conversations';
import { conversationNotes } from '@sms-crm/db/tables/inbox';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { announceThreads } from './announce.ts';
import { auditThread } from './change.ts';
import { findConversation } from './find.ts';
import { noteView } from './notes.ts';

/**
 * Leaves a note to the other members in a thread; it is never sent.
 *
 * @throws DomainError `not_found`
 */
export async function addNote(
  ctx: Context,
  { id, body }: { id: string; body: string },
): Promise<ConversationNote> {
  requirePermission(ctx, 'inbox:reply');
  return withTransaction(ctx, async (ctx) => {
    const { id: conversationId } = await findConversation(ctx, id);
    const [row] = await ctx.tx.db
      .insert(conversationNotes)
      .values({
        tenantId: ctx.tenantId,
        conversationId,
        authorId: ctx.actor.id,
        authorLabel: ctx.actor.label,
        body,
        createdAt: ctx.services.clock.now(),
      })
      .returning();
    if (row === undefined) throw new Error('the new note was not returned');
    await auditThread(ctx, { id, did: 'add-note', after: { noteId: row.id } });
    announceThreads(ctx, [id]);
    return noteView(row);
  });
}
