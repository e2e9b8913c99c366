import { and, eq, sql } from 'drizzle-orm';
import type { MessageKind } from '@sms-crm/contracts/gates';
import { conversationMessages, conversations } from '@sms-crm/db/tables/inbox';
import type { TxContext } from '../context/context.ts';
import { announceThreads } from './announce.ts';
import { fileWords } from './file-words.ts';
import { previewOf } from './preview.ts';

type Outbound = { messageId: string; kind: MessageKind; phone: string; numberPhone: string; body: string };

/**
 * Files a text of ours, of no campaign, in the thread of its phone and number if they have one: texts alone begin no thread. Only an
 * answer of a member makes it their turn; what is sent by itself leaves an open question open.
 */
export async function linkOutbound(ctx: TxContext, text: Outbound): Promise<void> {
  if (text.kind === 'test') return;
  const [thread] = await ctx.tx.db
    .update(conversations)
    .set({
      lastMessageId: sql`greatest(${conversations.lastMessageId}, ${text.messageId}::uuid)`,
      lastOutboundId: text.messageId,
      lastText: previewOf(text.body),
      lastAt: ctx.services.clock.now(),
      failedMessageId: null,
    })
    .where(and(eq(conversations.phone, text.phone), eq(conversations.numberPhone, text.numberPhone)))
    .returning({ id: conversations.id });
  if (thread === undefined) return;
  await ctx.tx.db.insert(conversationMessages).values({
    tenantId: ctx.tenantId,
    conversationId: thread.id,
    messageId: text.messageId,
    author: text.kind === 'reply' ? ctx.actor.label : null,
  });
  await fileWords(ctx, [{ conversationId: thread.id, body: text.body }]);
  announceThreads(ctx, [thread.id]);
}
