import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { refusalCauses } from '@sms-crm/contracts/webhook-refusals';
import { moment, newId, whole } from './columns.ts';

/** Carrier webhooks that were refused, by account, cause and address. */
export const webhookRefusals = pgTable(
  'webhook_refusals',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    carrierAccountId: uuid('carrier_account_id').notNull(),
    kind: text('kind', { enum: ['status', 'inbound'] }).notNull(),
    cause: text('cause', { enum: refusalCauses }).notNull(),
    expectedUrl: text('expected_url').notNull(),
    seenUrl: text('seen_url').notNull(),
    hint: text('hint'),
    hits: whole('hits').notNull().default(1),
    firstAt: moment('first_at').notNull(),
    lastAt: moment('last_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);
