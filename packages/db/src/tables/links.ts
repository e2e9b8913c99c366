import { boolean, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, newId } from './columns.ts';

/** Hosts of a tenant's own that its short links live on. */
export const linkDomains = pgTable(
  'link_domains',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    host: text('host').notNull(),
    isDefault: boolean('is_default').notNull().default(false),
    /** What the TXT record must say. */
    token: text('token').notNull(),
    verifiedAt: moment('verified_at'),
    checkedAt: moment('checked_at'),
    /** What the last look found wrong. */
    problem: text('problem'),
    /** Looks in a row that found something. */
    failures: integer('failures').notNull().default(0),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt('created_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Where a tenant's links may lead, how long they last, and what is added to them. */
export const linkSettings = pgTable('link_settings', {
  tenantId: uuid('tenant_id').primaryKey(),
  /** Empty: any public host. */
  allowHosts: text('allow_hosts').array().notNull().default([]),
  /** Null: never. */
  expireDays: integer('expire_days'),
  addUtm: boolean('add_utm').notNull().default(true),
  updatedAt: createdAt('updated_at'),
});

/** Clicks taken while Redis was away, in batches as the stream has them. */
export const clickSpool = pgTable(
  'click_spool',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: uuid('id').notNull(),
    hits: text('hits').notNull(),
    createdAt: createdAt('created_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);
