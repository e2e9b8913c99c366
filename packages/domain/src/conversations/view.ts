import type { Conversation } from '@sms-crm/contracts/conversations';
import type { Context } from '../context/context.ts';
import { drafterBeside } from './drafting.ts';
import type { ConversationRow } from './find.ts';

/** A thread with who is behind its phone and which campaign it answers. */
export type ThreadRow = {
  thread: ConversationRow;
  contact: { id: string; firstName: string | null; lastName: string | null } | null;
  campaign: { id: string; name: string } | null;
};

/** A thread as the API shows it to this member. */
export function conversationView(ctx: Context, { thread, contact, campaign }: ThreadRow): Conversation {
  const turn = thread.lastDirection === 'inbound' ? 'open' : 'waiting';
  return {
    id: thread.id,
    phone: thread.phone,
    contactId: contact?.id ?? null,
    contactName: [contact?.firstName, contact?.lastName].filter(Boolean).join(' '),
    number: thread.numberPhone,
    state: thread.closedAt === null ? turn : 'closed',
    unread: thread.unread,
    failed: thread.failedMessageId !== null,
    // What is sent by itself leaves it our turn.
    lastDirection: thread.lastMessageId === thread.lastOutboundId ? 'outbound' : 'inbound',
    lastText: thread.lastText,
    lastAt: thread.lastAt.toISOString(),
    campaign,
    assignee:
      thread.assignedTo === null ? null : { id: thread.assignedTo, label: thread.assignedLabel ?? '' },
    drafting: drafterBeside(ctx, thread),
  };
}
