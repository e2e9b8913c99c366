import { desc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { ThreadMessage } from '@sms-crm/contracts/conversations';
import type { Page } from '@sms-crm/contracts/paging';
import { skipReason, skipReasonWords } from '@sms-crm/contracts/reasons';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { conversationMessages } from '@sms-crm/db/tables/inbox';
import { messages } from '@sms-crm/db/tables/messages';
import { optOutReviews } from '@sms-crm/db/tables/opt-outs';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { decodeIdCursor, toPage } from '../context/cursor.ts';
import { failureWords } from '../dead-letters/list.ts';
import { readMedia } from '../message-media/read.ts';
import { readRetries } from '../messages/read-retries.ts';
import { findConversation, type ConversationRow } from './find.ts';

/**
 * A page of a thread's texts, the newest first: those filed in it, and what else went between the contact and this number, which campaigns
 * do without a thread.
 *
 * @throws DomainError `not_found`
 */
export async function listThread(
  ctx: Context,
  { id, limit, cursor }: { id: string; limit: number; cursor?: string | undefined },
): Promise<Page<ThreadMessage>> {
  requirePermission(ctx, 'inbox:read');
  const before = decodeIdCursor(cursor);
  return withTransaction(ctx, async (ctx) =>
    readThread(ctx, await findConversation(ctx, id), { limit, before }),
  );
}

export async function readThread(
  ctx: TxContext,
  thread: ConversationRow,
  { limit, before }: { limit: number; before?: string | undefined },
): Promise<Page<ThreadMessage>> {
  const ids = await idsOf(ctx, thread, { limit, before });
  const rows = await ctx.tx.db
    .select({
      message: messages,
      author: conversationMessages.author,
      campaign: { id: campaigns.id, name: campaigns.name },
      review: { openedAt: optOutReviews.openedAt, decision: optOutReviews.decision },
    })
    .from(messages)
    .leftJoin(conversationMessages, eq(conversationMessages.messageId, messages.id))
    .leftJoin(campaigns, eq(campaigns.id, messages.campaignId))
    .leftJoin(optOutReviews, eq(optOutReviews.messageId, messages.id))
    .where(inArray(messages.id, ids))
    .orderBy(desc(messages.id));
  const media = await readMedia(ctx, ids);
  const retries = await readRetries(
    ctx,
    rows.map(({ message }) => message),
  );
  return toPage(rows, limit, {
    item: (row) => {
      const { id } = row.message;
      return threadMessage({ ...row, media: media.get(id) ?? [], retryAt: retries.get(id) ?? null });
    },
    cursor: ({ message }) => [message.id],
  });
}

/** Texts of a campaign that were never handed to the carrier are none that this person could have got. */
async function idsOf(
  ctx: TxContext,
  { id, phone, numberPhone }: ConversationRow,
  { limit, before }: { limit: number; before: string | undefined },
): Promise<string[]> {
  const isBefore = (id: SQL) => (before === undefined ? sql`true` : sql`${id} < ${before}::uuid`);
  const { rows } = await ctx.tx.db.execute<{ id: string }>(sql`
    select id from (
      (select message_id as id from conversation_messages where conversation_id = ${id}::uuid
        and ${isBefore(sql`message_id`)} order by message_id desc limit ${limit + 1})
      union
      (select id from messages where contact_id = (select id from contacts where phone = ${phone}) and number_phone = ${numberPhone}
        and kind is distinct from 'test' and (campaign_id is null or claimed_at is not null) and status not in ('queued', 'skipped', 'canceled')
        and ${isBefore(sql`id`)} order by id desc limit ${limit + 1})
    ) own order by id desc limit ${limit + 1}`);
  return rows.map((row) => row.id);
}

type Row = {
  message: typeof messages.$inferSelect;
  author: string | null;
  campaign: ThreadMessage['campaign'];
  media: ThreadMessage['media'];
  retryAt: Date | null;
  review: Pick<typeof optOutReviews.$inferSelect, 'openedAt' | 'decision'> | null;
};

function threadMessage({ message, author, campaign, media, retryAt, review }: Row): ThreadMessage {
  return {
    id: message.id,
    direction: message.direction,
    kind: message.kind,
    status: message.status,
    body: message.body ?? '',
    at: (message.handedOverAt ?? message.claimedAt ?? message.createdAt).toISOString(),
    author,
    campaign,
    media,
    failure: failureOf(message, retryAt),
    review: review === null ? null : (review.decision ?? 'waits'),
  };
}

function failureOf(
  { status, reason, errorCode }: Row['message'],
  retryAt: Date | null,
): ThreadMessage['failure'] {
  if (status === 'failed' || status === 'undelivered') {
    const { words, action } = failureWords(errorCode ?? 'unknown');
    return retryAt === null
      ? { words, fix: action, retryAt: null }
      : { words, fix: '', retryAt: retryAt.toISOString() };
  }
  const skipped = status === 'skipped' ? skipReason.safeParse(reason).data : undefined;
  return skipped === undefined ? null : { words: skipReasonWords[skipped], fix: '', retryAt: null };
}
