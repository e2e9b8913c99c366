import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';

/** Status callbacks that wait until their text is known, and when they are looked at again. */
export const parkedWebhooks = pgTable(
  'parked_webhooks',
  {
    tenantId: uuid('tenant_id').notNull(),
    eventId: uuid('event_id').notNull(),
    carrierMessageId: text('carrier_message_id').notNull(),
    parkedAt: moment('parked_at').notNull(),
    lookAt: moment('look_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.eventId] })],
);
