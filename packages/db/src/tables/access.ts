import { sql } from 'drizzle-orm';
import { boolean, integer, jsonb, numeric, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, newId } from './columns.ts';

export const tenants = pgTable('tenants', {
  id: uuid('id')
    .primaryKey()
    .default(sql`uuidv7()`),
  name: text('name').notNull(),
  brandName: text('brand_name').notNull(),
  helpContact: text('help_contact').notNull(),
  timeZone: text('time_zone').notNull().default('America/New_York'),
  defaultCountry: text('default_country').notNull().default('US'),
  /** Parts a second over all numbers; null is no limit of its own. */
  rateParts: numeric('rate_parts', { mode: 'number' }),
  /** What the tenant narrows the legal windows to; it can never widen them. */
  quietHours: jsonb('quiet_hours'),
  /** Where it pauses campaigns sooner than the installation does. */
  autoPause: jsonb('auto_pause'),
  createdAt: createdAt('created_at'),
});

export const users = pgTable('users', {
  id: uuid('id')
    .primaryKey()
    .default(sql`uuidv7()`),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  /** Stands above tenants: may throw the switch of the whole installation. */
  platformAdmin: boolean('platform_admin').notNull().default(false),
  createdAt: createdAt('created_at'),
  updatedAt: createdAt('updated_at'),
});

/** Better Auth's accounts: how a user proves who they are. */
export const authAccounts = pgTable('auth_accounts', {
  id: uuid('id')
    .primaryKey()
    .default(sql`uuidv7()`),
  userId: uuid('user_id').notNull(),
  accountId: text('account_id').notNull(),
  providerId: text('provider_id').notNull(),
  accessToken: text('access_token'),
  refreshToken: text('refresh_token'),
  idToken: text('id_token'),
  accessTokenExpiresAt: moment('access_token_expires_at'),
  refreshTokenExpiresAt: moment('refresh_token_expires_at'),
  scope: text('scope'),
  password: text('password'),
  createdAt: createdAt('created_at'),
  updatedAt: createdAt('updated_at'),
});

export const verifications = pgTable('verifications', {
  id: uuid('id')
    .primaryKey()
    .default(sql`uuidv7()`),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: moment('expires_at').notNull(),
  createdAt: createdAt('created_at'),
  updatedAt: createdAt('updated_at'),
});

export const roles = pgTable(
  'roles',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    key: text('key').notNull(),
    name: text('name').notNull(),
    createdAt: createdAt('created_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

export const rolePermissions = pgTable(
  'role_permissions',
  {
    tenantId: uuid('tenant_id').notNull(),
    roleId: uuid('role_id').notNull(),
    permission: text('permission').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.roleId, t.permission] })],
);

export const members = pgTable(
  'members',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    userId: uuid('user_id').notNull(),
    roleId: uuid('role_id').notNull(),
    createdAt: createdAt('created_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

export const apiKeys = pgTable(
  'api_keys',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    name: text('name').notNull(),
    prefix: text('prefix').notNull(),
    keyHash: text('key_hash').notNull().unique(),
    roleId: uuid('role_id').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt('created_at'),
    lastUsedAt: moment('last_used_at'),
    revokedAt: moment('revoked_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Who did what to which thing; rows are only ever added. */
export const auditLog = pgTable(
  'audit_log',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    at: createdAt('at'),
    actorType: text('actor_type').notNull(),
    actorId: text('actor_id'),
    actorLabel: text('actor_label').notNull(),
    action: text('action').notNull(),
    targetType: text('target_type').notNull(),
    targetId: text('target_id'),
    before: jsonb('before'),
    after: jsonb('after'),
    ip: text('ip'),
    requestId: text('request_id'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** The first answer to each `Idempotency-Key`; `status` is null while the first request still runs. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    tenantId: uuid('tenant_id').notNull(),
    actorId: text('actor_id').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    status: integer('status'),
    body: text('body'),
    createdAt: createdAt('created_at'),
    run: uuid('run').notNull().defaultRandom(),
    writtenAt: moment('written_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.actorId, t.key] })],
);

/** Switches that are on; `id` is the id of what is halted (the tenant, a campaign, a number). */
export const killSwitches = pgTable(
  'kill_switches',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: uuid('id').notNull(),
    scope: text('scope', { enum: ['tenant', 'campaign', 'number'] }).notNull(),
    reason: text('reason').notNull(),
    thrownBy: text('thrown_by').notNull(),
    thrownAt: createdAt('thrown_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** The switch of the whole installation; at most one row. */
export const platformKillSwitch = pgTable('platform_kill_switch', {
  oneRow: boolean('one_row').primaryKey().default(true),
  reason: text('reason').notNull(),
  thrownBy: text('thrown_by').notNull(),
  thrownAt: createdAt('thrown_at'),
});

/** Things to do outside the database that no other row implies. */
export const outbox = pgTable(
  'outbox',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    kind: text('kind', { enum: ['mail'] }).notNull(),
    payload: jsonb('payload').notNull(),
    attempts: integer('attempts').notNull().default(0),
    failure: text('failure'),
    createdAt: createdAt('created_at'),
    offeredAt: moment('offered_at'),
    deliveredAt: moment('delivered_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);
