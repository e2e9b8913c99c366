import { boolean, date, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { suppressionKinds } from '@sms-crm/contracts/suppression';
import { createdAt, moment, newId } from './columns.ts';

/** A tenant's rules that leave recipients out. */
export const suppressionRules = pgTable(
  'suppression_rules',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    name: text('name').notNull(),
    kind: text('kind', { enum: suppressionKinds }).notNull(),
    config: jsonb('config').notNull(),
    enabled: boolean('enabled').notNull().default(true),
    /** Raised by each change of what it says; kept with every refusal. */
    version: integer('version').notNull().default(1),
    /** Of a rule about landlines: when contacts are looked up again, how far that came, and how many today. */
    lookUpAt: moment('look_up_at'),
    lookedUpTo: uuid('looked_up_to'),
    lookUpDay: date('look_up_day', { mode: 'string' }),
    lookUps: integer('look_ups').notNull().default(0),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt('created_at'),
    updatedAt: createdAt('updated_at'),
    deletedAt: moment('deleted_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** What the carrier's lookup says of a phone's line. */
export const lineTypes = pgTable(
  'line_types',
  {
    tenantId: uuid('tenant_id').notNull(),
    phone: text('phone').notNull(),
    simulated: boolean('simulated').notNull(),
    type: text('type').notNull(),
    lookedUpAt: createdAt('looked_up_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.phone, t.simulated] })],
);

/** Phones whose texts failed for a reason of their own. */
export const unreachablePhones = pgTable(
  'unreachable_phones',
  {
    tenantId: uuid('tenant_id').notNull(),
    phone: text('phone').notNull(),
    simulated: boolean('simulated').notNull(),
    code: text('code').notNull(),
    failures: integer('failures').notNull().default(1),
    /** The type of number that had no route to the phone. */
    noRouteFrom: text('no_route_from'),
    firstFailedAt: moment('first_failed_at').notNull(),
    lastFailedAt: moment('last_failed_at').notNull(),
    /** No text until then; null while failures are counted. */
    suppressedUntil: moment('suppressed_until'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.phone, t.simulated] })],
);
