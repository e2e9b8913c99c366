import { eq } from 'drizzle-orm';
import { conversations } from '@sms-crm/db/tables/inbox';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';

export type ConversationRow = typeof conversations.$inferSelect;

/**
 * @throws DomainError `not_found`
 */
export async function findConversation(ctx: TxContext, id: string): Promise<ConversationRow> {
  const [row] = await ctx.tx.db.select().from(conversations).where(eq(conversations.id, id));
  if (row === undefined) throw notFound('conversation');
  return row;
}

/**
 * A conversation, locked: what members do in one thread happens one after the other.
 *
 * @throws DomainError `not_found`
 */
export async function lockConversation(ctx: TxContext, id: string): Promise<ConversationRow> {
  const [row] = await ctx.tx.db
    .select()
    .from(conversations)
    .where(eq(conversations.id, id))
    .for('no key update');
  if (row === undefined) throw notFound('conversation');
  return row;
}
