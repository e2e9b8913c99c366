import { sql } from 'drizzle-orm';
import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, newId } from './columns.ts';

/** All texts between one phone and one of the tenant's numbers. */
export const conversations = pgTable(
  'conversations',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    phone: text('phone').notNull(),
    phoneReversed: text('phone_reversed')
      .notNull()
      .generatedAlwaysAs(sql`reverse(phone)`),
    numberPhone: text('number_phone').notNull(),
    numberId: uuid('number_id'),
    /** The newest text of the thread, by which threads are sorted. */
    lastMessageId: uuid('last_message_id').notNull(),
    /** Whose turn it is: after `inbound` ours. Texts that are sent by themselves leave it as it is. */
    lastDirection: text('last_direction', { enum: ['inbound', 'outbound'] }).notNull(),
    lastText: text('last_text').notNull(),
    lastAt: moment('last_at').notNull(),
    lastInboundId: uuid('last_inbound_id'),
    unread: integer('unread').notNull().default(0),
    /** The campaign whose text was answered last. */
    campaignId: uuid('campaign_id'),
    assignedTo: uuid('assigned_to'),
    assignedLabel: text('assigned_label'),
    closedAt: moment('closed_at'),
    closedBy: text('closed_by'),
    lastOutboundId: uuid('last_outbound_id'),
    /** The newest answer of a member, and who wrote it. */
    repliedId: uuid('replied_id'),
    repliedBy: uuid('replied_by'),
    repliedLabel: text('replied_label'),
    repliedAt: moment('replied_at'),
    /** Our newest text, when it was not delivered. */
    failedMessageId: uuid('failed_message_id'),
    draftingBy: uuid('drafting_by'),
    draftingLabel: text('drafting_label'),
    draftingUntil: moment('drafting_until'),
    createdAt: createdAt('created_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** The texts that were filed in a thread; `author` is the member who wrote one. */
export const conversationMessages = pgTable(
  'conversation_messages',
  {
    tenantId: uuid('tenant_id').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    messageId: uuid('message_id').notNull(),
    author: text('author'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.conversationId, t.messageId] })],
);

/** Lower-case words of a thread's texts, asked by range for search. */
export const conversationWords = pgTable(
  'conversation_words',
  {
    tenantId: uuid('tenant_id').notNull(),
    word: text('word').notNull(),
    conversationId: uuid('conversation_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.word, t.conversationId] })],
);

/** What members tell each other about a thread; never sent. */
export const conversationNotes = pgTable(
  'conversation_notes',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    conversationId: uuid('conversation_id').notNull(),
    authorId: uuid('author_id').notNull(),
    authorLabel: text('author_label').notNull(),
    body: text('body').notNull(),
    createdAt: createdAt('created_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Canned replies. */
export const messageTemplates = pgTable(
  'message_templates',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    name: text('name').notNull(),
    body: text('body').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt('created_at'),
    updatedAt: createdAt('updated_at'),
    deletedAt: moment('deleted_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);
