import { asc, inArray } from 'drizzle-orm';
import type { MessageMedia } from '@sms-crm/contracts/messages';
import { messageMedia } from '@sms-crm/db/tables/inbound';
import type { TxContext } from '../context/context.ts';

/** The pictures and other files of these messages, by message and in their order; messages without any are not among them. */
export async function readMedia(
  ctx: TxContext,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, MessageMedia[]>> {
  if (messageIds.length === 0) return new Map();
  const rows = await ctx.tx.db
    .select()
    .from(messageMedia)
    .where(inArray(messageMedia.messageId, [...messageIds]))
    .orderBy(asc(messageMedia.messageId), asc(messageMedia.position));
  const byMessage = Map.groupBy(rows, ({ messageId }) => messageId);
  return new Map(
    [...byMessage].map(([id, own]) => [id, own.map(({ url, contentType }) => ({ url, contentType }))]),
  );
}
