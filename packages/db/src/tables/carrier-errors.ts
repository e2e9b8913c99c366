import { boolean, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, newId } from './columns.ts';

/** Countries that the carrier does not let the tenant text. */
export const countryStops = pgTable(
  'country_stops',
  {
    tenantId: uuid('tenant_id').notNull(),
    country: text('country').notNull(),
    simulated: boolean('simulated').notNull(),
    code: text('code').notNull(),
    until: moment('until').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.country, t.simulated] })],
);

/** What the carrier asked to wait for, by all senders together. */
export const carrierWaits = pgTable(
  'carrier_waits',
  {
    tenantId: uuid('tenant_id').notNull(),
    scope: text('scope', { enum: ['account', 'number', 'brand', 'simulated-brand'] }).notNull(),
    scopeId: uuid('scope_id').notNull(),
    code: text('code').notNull(),
    /** Times in a row; the pause doubles with each. */
    strikes: integer('strikes').notNull().default(1),
    until: moment('until').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.scope, t.scopeId] })],
);

/** Failed texts that are tried once more, and when. */
export const messageRetries = pgTable(
  'message_retries',
  {
    tenantId: uuid('tenant_id').notNull(),
    messageId: uuid('message_id').notNull(),
    dueAt: moment('due_at').notNull(),
    code: text('code').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.messageId] })],
);

/** The last results of a campaign, up to 50 in a bucket. */
export type HealthBucket = { results: number; filtered: number; undelivered: number; optOutsBefore: number };

/** The last results of a campaign in buckets, newest last, and their sums. */
export const campaignHealth = pgTable(
  'campaign_health',
  {
    tenantId: uuid('tenant_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    buckets: jsonb('buckets').$type<HealthBucket[]>().notNull().default([]),
    results: integer('results').notNull().default(0),
    filtered: integer('filtered').notNull().default(0),
    undelivered: integer('undelivered').notNull().default(0),
    optOutsBefore: integer('opt_outs_before').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.campaignId] })],
);

/** Messages and carrier webhooks that were given up. */
export const deadLetters = pgTable(
  'dead_letters',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    kind: text('kind', { enum: ['message', 'webhook'] }).notNull(),
    subjectId: uuid('subject_id').notNull(),
    attempt: integer('attempt').notNull().default(0),
    campaignId: uuid('campaign_id'),
    code: text('code').notNull(),
    detail: text('detail'),
    at: createdAt('at'),
    retriedAt: moment('retried_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);
