import { boolean, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { reviewDecisions, ruleVerdicts } from '@sms-crm/contracts/opt-outs';
import { createdAt, moment, newId } from './columns.ts';

/** A tenant's own rules that find opt-outs in replies, and its switches of those that are shipped. */
export const optOutRules = pgTable(
  'opt_out_rules',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    /** Of a row that switches a shipped rule: its name in the product. */
    shipped: text('shipped'),
    name: text('name').notNull(),
    phrases: text('phrases').array().notNull(),
    verdict: text('verdict', { enum: ruleVerdicts }).notNull(),
    enabled: boolean('enabled').notNull().default(true),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt('created_at'),
    updatedAt: createdAt('updated_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Replies that may be opt-outs; one open at a time for a phone. */
export const optOutReviews = pgTable(
  'opt_out_reviews',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    phone: text('phone').notNull(),
    /** The text has its row a moment later than this one. */
    messageId: uuid('message_id').notNull(),
    /** Doubtful texts of the same writer that came before it. */
    earlier: uuid('earlier').array().notNull().default([]),
    body: text('body').notNull(),
    rule: text('rule').notNull(),
    found: text('found').notNull(),
    /** From the simulator: holds simulated texts alone. */
    simulated: boolean('simulated').notNull(),
    openedAt: moment('opened_at').notNull(),
    /** Undecided until then, it is an opt-out. */
    dueAt: moment('due_at').notNull(),
    decision: text('decision', { enum: reviewDecisions }),
    decidedAt: moment('decided_at'),
    decidedBy: text('decided_by'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);
