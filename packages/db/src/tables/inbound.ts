import { boolean, date, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { autoReplyMatches } from '@sms-crm/contracts/auto-replies';
import { createdAt, newId } from './columns.ts';

/** Pictures and other files that came with a text; they stay at the carrier. */
export const messageMedia = pgTable(
  'message_media',
  {
    tenantId: uuid('tenant_id').notNull(),
    messageId: uuid('message_id').notNull(),
    position: integer('position').notNull(),
    url: text('url').notNull(),
    contentType: text('content_type').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.messageId, t.position] })],
);

/** Texts that answer words by themselves. */
export const autoReplies = pgTable(
  'auto_replies',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    name: text('name').notNull(),
    words: text('words').array().notNull(),
    match: text('match', { enum: autoReplyMatches }).notNull(),
    body: text('body').notNull(),
    /** Answers texts to this number alone; null answers all. */
    numberId: uuid('number_id'),
    hours: jsonb('hours'),
    enabled: boolean('enabled').notNull().default(true),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt('created_at'),
    updatedAt: createdAt('updated_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** One automatic answer to a phone in a day of the tenant. */
export const autoReplyDays = pgTable(
  'auto_reply_days',
  {
    tenantId: uuid('tenant_id').notNull(),
    phone: text('phone').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    autoReplyId: uuid('auto_reply_id').notNull(),
    messageId: uuid('message_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.phone, t.day] })],
);
