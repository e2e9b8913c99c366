import { messageEvents, messages } from '@sms-crm/db/tables/messages';
import type { TxContext } from '../context/context.ts';
import { isKeyword, type Inbound } from './inbound.ts';

/** Stores each text as a message under the id of its webhook. */
export async function storeMessages(ctx: TxContext, inbounds: readonly Inbound[]): Promise<void> {
  const { tenantId } = ctx;
  await ctx.tx.db.insert(messages).values(
    inbounds.map((inbound) => ({
      tenantId,
      id: inbound.id,
      direction: 'inbound' as const,
      status: 'received' as const,
      contactId: inbound.around.contactId,
      phone: inbound.text.From,
      numberId: inbound.around.numberId,
      numberPhone: inbound.text.To,
      body: inbound.text.Body,
      parts: inbound.text.NumSegments,
      carrierMessageId: inbound.text.MessageSid,
      replyToId: inbound.around.replyToId,
      reason: isKeyword(inbound) ? 'keyword' : null,
      createdAt: inbound.at,
    })),
  );
  await ctx.tx.db.insert(messageEvents).values(
    inbounds.map(({ id, text, at }) => ({
      tenantId,
      messageId: id,
      attempt: 0,
      type: 'received',
      carrierMessageId: text.MessageSid,
      at,
    })),
  );
}
