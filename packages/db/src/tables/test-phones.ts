import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, newId } from './columns.ts';

/** Phones that test texts may go to, once somebody has typed in the code that came there. */
export const testPhones = pgTable(
  'test_phones',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    phone: text('phone').notNull(),
    name: text('name').notNull(),
    addedBy: text('added_by').notNull(),
    /** Keyed hash of the code that was texted; null once it was confirmed. */
    codeHash: text('code_hash'),
    codeExpiresAt: moment('code_expires_at'),
    codeTries: integer('code_tries').notNull().default(0),
    verifiedAt: moment('verified_at'),
    createdAt: createdAt('created_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Test texts of the last hour, by who asked for them. */
export const testSends = pgTable(
  'test_sends',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    actorId: text('actor_id').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);
