import { desc, eq } from 'drizzle-orm';
import type { ConversationNote } from '@sms-crm/contracts/conversations';
import { conversationNotes } from '@sms-crm/db/tables/inbox';
import type { TxContext } from '../context/context.ts';

/** Notes shown of one thread. */
const mostNotes = 100;

/** The newest notes of a thread, the oldest first. */
export async function readNotes(ctx: TxContext, conversationId: string): Promise<ConversationNote[]> {
  const rows = await ctx.tx.db
    .select()
    .from(conversationNotes)
    .where(eq(conversationNotes.conversationId, conversationId))
    .orderBy(desc(conversationNotes.id))
    .limit(mostNotes);
  return rows.toReversed().map(noteView);
}

/** A note as the API shows it. */
export function noteView(row: typeof conversationNotes.$inferSelect): ConversationNote {
  return { id: row.id, author: row.authorLabel, body: row.body, createdAt: row.createdAt.toISOString() };
}
