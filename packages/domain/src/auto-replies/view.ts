import { eq } from 'drizzle-orm';
import { autoReplyHours, type AutoReply } from '@sms-crm/contracts/auto-replies';
import { autoReplies } from '@sms-crm/db/tables/inbound';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';

export type AutoReplyRow = typeof autoReplies.$inferSelect;

/** An automatic answer as the API shows it. */
export function autoReplyView(row: AutoReplyRow): AutoReply {
  const { id, name, words, match, body, numberId, enabled, createdBy } = row;
  return {
    id,
    name,
    words,
    match,
    body,
    numberId,
    hours: row.hours === null ? null : autoReplyHours.parse(row.hours),
    enabled,
    createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** What the audit log keeps of one. */
export function saying({ name, words, match, body, numberId, hours, enabled }: AutoReplyRow) {
  return { name, words, match, body, numberId, hours, enabled };
}

/**
 * An automatic answer, locked.
 *
 * @throws DomainError `not_found`
 */
export async function lockAutoReply(ctx: TxContext, id: string): Promise<AutoReplyRow> {
  const [row] = await ctx.tx.db.select().from(autoReplies).where(eq(autoReplies.id, id)).for('no key update');
  if (row === undefined) throw notFound('automatic answer');
  return row;
}
