import { bigint, boolean, customType, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { clickDevices, clickVerdicts, ipModes } from '@sms-crm/contracts/clicks';
import { createdAt, moment, newId, whole } from './columns.ts';

/** Every hit of a short link; its id is the hit's own, which makes recording it twice harmless. */
export const clicks = pgTable(
  'clicks',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: uuid('id').notNull(),
    shortLinkId: uuid('short_link_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    campaignLinkId: uuid('campaign_link_id').notNull(),
    /** null for a link that all recipients share. */
    messageId: uuid('message_id'),
    clickedAt: moment('clicked_at').notNull(),
    human: boolean('human').notNull(),
    verdict: text('verdict', { enum: clickVerdicts }).notNull(),
    userAgent: text('user_agent'),
    reason: text('reason'),
    rules: text('rules'),
    /** Cut or hashed, as the tenant's settings were. */
    ip: text('ip'),
    net: text('net'),
    network: text('network'),
    country: text('country'),
    device: text('device', { enum: clickDevices }),
    hints: text('hints'),
    ageMs: bigint('age_ms', { mode: 'number' }),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** How a tenant's clicks are judged and kept; the defaults when there is no row. */
export const clickSettings = pgTable('click_settings', {
  tenantId: uuid('tenant_id').notNull().primaryKey(),
  ipMode: text('ip_mode', { enum: ipModes }).notNull().default('cut'),
  tooEarlyMs: integer('too_early_ms').notNull().default(3_000),
  burstTexts: integer('burst_texts').notNull().default(5),
  burstMs: integer('burst_ms').notNull().default(10_000),
  duplicateMs: integer('duplicate_ms').notNull().default(10_000),
  version: integer('version').notNull().default(1),
});

export const countryDatabases = pgTable(
  'country_databases',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    name: text('name').notNull(),
    bytes: integer('bytes').notNull(),
    type: text('type').notNull(),
    builtAt: moment('built_at').notNull(),
    uploadedBy: text('uploaded_by').notNull(),
    createdAt: createdAt('created_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

export const countryDatabaseChunks = pgTable(
  'country_database_chunks',
  {
    tenantId: uuid('tenant_id').notNull(),
    databaseId: uuid('database_id').notNull(),
    position: integer('position').notNull(),
    bytes: bytea('bytes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.databaseId, t.position] })],
);

/** A run over past clicks that judges them again. */
export const clickReclassifications = pgTable(
  'click_reclassifications',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    campaignId: uuid('campaign_id'),
    /** The last click looked at. */
    cursor: uuid('cursor').notNull(),
    until: uuid('until').notNull(),
    rules: text('rules').notNull(),
    done: whole('done').notNull().default(0),
    changed: whole('changed').notNull().default(0),
    offeredAt: moment('offered_at'),
    finishedAt: moment('finished_at'),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt('created_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);
