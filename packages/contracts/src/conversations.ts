import { z } from 'zod';
import { messageKind } from './gates.ts';
import { messageStatus } from './message-status.ts';
import { messageMedia } from './messages.ts';
import { reviewDecisions } from './opt-outs.ts';
import { pageOf, pageQuery } from './paging.ts';
import { count, id, label, text, timestamp, verbatim } from './scalars.ts';

/** Where a thread stands: open = they wait for us, waiting = we wait for them. */
export const conversationStates = ['open', 'waiting', 'closed'] as const;

/** The lists of the inbox; a thread can be in several. */
export const conversationLists = ['open', 'unread', 'waiting', 'failed', 'closed', 'all'] as const;
export type ConversationList = (typeof conversationLists)[number];

/** So many threads of a list are counted at most; then there are "that many or more". */
export const mostCounted = 500;

/** Who a thread is assigned to, or who writes in it. */
export const conversationMember = z.object({ id, label: z.string() });

export const conversation = z.object({
  id,
  phone: z.string(),
  contactId: id.nullable(),
  contactName: z.string(),
  /** Our number. */
  number: z.string(),
  state: z.enum(conversationStates),
  unread: count,
  /** Whether our newest text was not delivered. */
  failed: z.boolean(),
  lastDirection: z.enum(['inbound', 'outbound']),
  lastText: z.string(),
  lastAt: timestamp,
  /** The campaign whose text was answered last. */
  campaign: z.object({ id, name: z.string() }).nullable(),
  assignee: conversationMember.nullable(),
  /** Another member who writes an answer at this moment. */
  drafting: conversationMember.nullable(),
});
export type Conversation = z.infer<typeof conversation>;

/** Threads in each list, up to `mostCounted`. */
export const conversationCounts = z.record(z.enum(conversationLists), count);
export type ConversationCounts = z.infer<typeof conversationCounts>;

/**
 * `q`: the beginning of a word of its texts or of the contact's name, or digits at the start or the end of the phone.
 * `assigned`: `me`, `nobody`, or a member's id.
 */
export const conversationFilter = z.object({
  list: z.enum(conversationLists).default('all'),
  q: verbatim.trim().max(80).optional(),
  assigned: z.union([z.enum(['me', 'nobody']), id]).optional(),
  campaignId: id.optional(),
});
export type ConversationFilter = z.infer<typeof conversationFilter>;
export const listConversationsQuery = pageQuery.extend(conversationFilter.shape);
/** Threads of one list, and how many are in each of the lists. */
export const conversationPage = pageOf(conversation).extend({ counts: conversationCounts });
export type ConversationPage = z.infer<typeof conversationPage>;

export const threadMessage = z.object({
  id,
  direction: z.enum(['inbound', 'outbound']),
  kind: messageKind.nullable(),
  status: messageStatus,
  body: z.string(),
  at: timestamp,
  /** The member who wrote it. */
  author: z.string().nullable(),
  campaign: z.object({ id, name: z.string() }).nullable(),
  /** Pictures and other files that came with it. */
  media: z.array(messageMedia),
  /** Why it was not delivered, and what to do; nothing where it is tried again by itself. */
  failure: z.object({ words: z.string(), fix: z.string(), retryAt: timestamp.nullable() }).nullable(),
  /** Of a text that may be an opt-out: whether it waits for a decision, or what it came to. */
  review: z.enum(['waits', ...reviewDecisions]).nullable(),
});
export type ThreadMessage = z.infer<typeof threadMessage>;
export const threadPage = pageOf(threadMessage);

export const conversationNote = z.object({ id, author: z.string(), body: z.string(), createdAt: timestamp });
export type ConversationNote = z.infer<typeof conversationNote>;

/** Whether an answer may be sent now: `blocked` refuses it, `quiet` warns. */
export const replyStanding = z.object({
  blocked: z.object({ words: z.string(), fix: z.string() }).nullable(),
  quiet: z.object({ words: z.string(), opensAt: timestamp.nullable() }).nullable(),
});
export type ReplyStanding = z.infer<typeof replyStanding>;

export const conversationDetail = conversation.extend({
  /** The newest answer of a member; an answer names the one its writer had seen. */
  lastReply: z.object({ id, by: z.string(), at: timestamp, mine: z.boolean() }).nullable(),
  /** Their newest text; who closes the thread names the one they had seen. */
  lastInboundId: id.nullable(),
  standing: replyStanding,
  notes: z.array(conversationNote),
  /** The newest texts, the oldest first; earlier ones from `earlier` on. */
  messages: z.array(threadMessage),
  earlier: z.string().nullable(),
});
export type ConversationDetail = z.infer<typeof conversationDetail>;

/** Longest answer, characters. */
export const maxReplyChars = 1_600;

/**
 * `seen`: the newest answer of a member that the writer knows of. With `anyway` it goes out though somebody else answers too.
 * `seenInbound`: their newest text that the writer knows of; a later one stays unread. Absent, the answer answers all.
 */
export const sendReply = z.object({
  body: text.trim().min(1).max(maxReplyChars),
  seen: id.nullable(),
  seenInbound: id.nullish(),
  anyway: z.boolean().default(false),
});
export type SendReply = z.input<typeof sendReply>;
export const sentReply = z.object({ messageId: id });

/** `seen`: their newest text that the member knows of. */
export const closeConversation = z.object({ seen: id.nullable() });
export const assignConversation = z.object({ memberId: id.nullable() });
export const addNote = z.object({ body: label(2_000) });
export const noteDrafting = z.object({ writing: z.boolean() });

/** Members who may answer. */
export const assignableMembers = z.object({ items: z.array(conversationMember) });

/** Threads that answer a campaign, up to `mostCounted` each. */
export const campaignReplies = z.object({
  items: z.array(z.object({ campaignId: id, name: z.string(), open: count, unread: count, all: count })),
});
export type CampaignReplies = z.infer<typeof campaignReplies>;

/** Canned replies as they are written, and with this contact's values filled in. */
export const filledReplies = z.object({
  items: z.array(z.object({ id, name: z.string(), body: z.string(), text: z.string() })),
});
export type FilledReply = z.infer<typeof filledReplies>['items'][number];
