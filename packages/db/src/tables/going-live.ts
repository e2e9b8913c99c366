import { boolean, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, newId } from './columns.ts';

/** What the last look at a carrier account found. */
export const carrierAccountChecks = pgTable(
  'carrier_account_checks',
  {
    tenantId: uuid('tenant_id').notNull(),
    carrierAccountId: uuid('carrier_account_id').notNull(),
    name: text('name', { enum: ['credentials', 'public-url', 'webhooks', 'registration'] }).notNull(),
    passed: boolean('passed').notNull(),
    detail: text('detail').notNull(),
    checkedAt: moment('checked_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.carrierAccountId, t.name] })],
);

/** Texts by which a person proves that an account reaches a phone; each carries a code. */
export const carrierTestTexts = pgTable(
  'carrier_test_texts',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    carrierAccountId: uuid('carrier_account_id').notNull(),
    messageId: uuid('message_id').notNull(),
    phone: text('phone').notNull(),
    /** Keyed hash of the code. */
    codeHash: text('code_hash').notNull(),
    tries: integer('tries').notNull().default(0),
    createdAt: createdAt('created_at'),
    confirmedAt: moment('confirmed_at'),
    confirmedBy: text('confirmed_by'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);
