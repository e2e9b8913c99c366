import { and, eq, inArray } from 'drizzle-orm';
import { messageEvents, messages, webhookEvents } from '@sms-crm/db/tables/messages';
import { earlierCharges } from '@sms-crm/db/tables/sending';
import type { TxContext } from '../context/context.ts';
import type { ListedText } from '../context/ports.ts';
import type { MessageState } from '../webhooks/report-status.ts';

export type ListedMessage = MessageState & { priced: boolean };
export type EarlierCharge = typeof earlierCharges.$inferSelect;

/** A listed text of ours: the message it is an attempt of, or the charge kept of an earlier attempt. */
export type Match = {
  text: ListedText;
  messageId: string;
  attempt: number;
};

/** Which attempt of which message each listed text is; texts that others sent from this account are left out. */
export async function matchTexts(ctx: TxContext, texts: readonly ListedText[]): Promise<Match[]> {
  if (texts.length === 0) return [];
  const known = await ctx.tx.db
    .select({
      sid: messageEvents.carrierMessageId,
      messageId: messageEvents.messageId,
      attempt: messageEvents.attempt,
    })
    .from(messageEvents)
    .where(
      and(
        eq(messageEvents.tenantId, ctx.tenantId),
        eq(messageEvents.type, 'handed-over'),
        inArray(
          messageEvents.carrierMessageId,
          texts.map(({ carrierMessageId }) => carrierMessageId),
        ),
      ),
    );
  const bySid = new Map(known.map((row) => [row.sid, row]));
  return texts.flatMap((text) => {
    const found = bySid.get(text.carrierMessageId);
    return found === undefined ? [] : [{ text, messageId: found.messageId, attempt: found.attempt }];
  });
}

/** Which message each text is that came in to the account; its webhook's id is the message's. */
export async function matchInbounds(
  ctx: TxContext,
  { texts, accountId }: { texts: readonly ListedText[]; accountId: string },
): Promise<Match[]> {
  const inbound = new Map(
    texts.flatMap((text) => (text.direction === 'inbound' ? [[text.carrierMessageId, text] as const] : [])),
  );
  if (inbound.size === 0) return [];
  const known = await ctx.tx.db
    .select({ messageId: webhookEvents.id, sid: webhookEvents.dedupeKey })
    .from(webhookEvents)
    .where(
      and(
        eq(webhookEvents.tenantId, ctx.tenantId),
        eq(webhookEvents.carrierAccountId, accountId),
        inArray(webhookEvents.dedupeKey, [...inbound.keys()]),
      ),
    );
  return known.flatMap(({ messageId, sid }) => {
    const text = inbound.get(sid);
    return text === undefined ? [] : [{ text, messageId, attempt: 0 }];
  });
}

/** Locks the messages in id order. */
export async function lockListed(
  ctx: TxContext,
  ids: readonly string[],
): Promise<Map<string, ListedMessage>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.tx.db
    .select()
    .from(messages)
    .where(and(eq(messages.tenantId, ctx.tenantId), inArray(messages.id, [...new Set(ids)])))
    .orderBy(messages.id)
    .for('no key update');
  return new Map(rows.map((row) => [row.id, row]));
}

/** Locks the charges kept of earlier attempts of these messages. */
export async function lockEarlier(ctx: TxContext, ids: readonly string[]): Promise<EarlierCharge[]> {
  if (ids.length === 0) return [];
  return ctx.tx.db
    .select()
    .from(earlierCharges)
    .where(and(eq(earlierCharges.tenantId, ctx.tenantId), inArray(earlierCharges.messageId, [...ids])))
    .orderBy(earlierCharges.messageId, earlierCharges.attempt)
    .for('no key update');
}
