import { eq } from 'drizzle-orm';
import type { ConversationDetail } from '@sms-crm/contracts/conversations';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { contacts } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { findConversation, type ConversationRow } from './find.ts';
import { readNotes } from './notes.ts';
import { replyStanding } from './standing.ts';
import { readThread } from './thread.ts';
import { conversationView } from './view.ts';

/** Texts of a thread that come with it; earlier ones are asked for by pages. */
const newestTexts = 50;

/**
 * A thread with its newest texts, its notes, and whether an answer may be sent now.
 *
 * @throws DomainError `not_found`
 */
export async function getConversation(ctx: Context, { id }: { id: string }): Promise<ConversationDetail> {
  requirePermission(ctx, 'inbox:read');
  return withTransaction(ctx, async (ctx) => {
    const thread = await findConversation(ctx, id);
    const [contact] = await ctx.tx.db.select().from(contacts).where(eq(contacts.phone, thread.phone));
    const [campaign] =
      thread.campaignId === null
        ? []
        : await ctx.tx.db
            .select({ id: campaigns.id, name: campaigns.name })
            .from(campaigns)
            .where(eq(campaigns.id, thread.campaignId));
    const texts = await readThread(ctx, thread, { limit: newestTexts });
    return {
      ...conversationView(ctx, { thread, contact: contact ?? null, campaign: campaign ?? null }),
      lastReply: lastReplyOf(ctx, thread),
      lastInboundId: thread.lastInboundId,
      standing: await replyStanding(ctx, thread, contact),
      notes: await readNotes(ctx, id),
      messages: texts.items.toReversed(),
      earlier: texts.nextCursor,
    };
  });
}

function lastReplyOf(
  ctx: Context,
  { repliedId, repliedBy, repliedLabel, repliedAt }: ConversationRow,
): ConversationDetail['lastReply'] {
  if (repliedId === null || repliedAt === null) return null;
  return {
    id: repliedId,
    by: repliedLabel ?? '',
    at: repliedAt.toISOString(),
    mine: repliedBy === ctx.actor.id,
  };
}
