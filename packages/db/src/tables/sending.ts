import { warmUpReasons } from '@sms-crm/contracts/numbers';
import { registrationTiers } from '@sms-crm/contracts/registrations';
import { sql } from 'drizzle-orm';
import { boolean, date, integer, numeric, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, newId, whole } from './columns.ts';

/** The number a contact was texted from first; it keeps it. */
export const contactNumbers = pgTable(
  'contact_numbers',
  {
    tenantId: uuid('tenant_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    numberId: uuid('number_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.contactId] })],
);

/** What a carrier lets a group of numbers do: a 10DLC campaign, a toll-free verification, a short code's programme. */
export const carrierRegistrations = pgTable(
  'carrier_registrations',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    carrierAccountId: uuid('carrier_account_id').notNull(),
    kind: text('kind', { enum: ['10dlc', 'toll-free', 'short-code'] }).notNull(),
    name: text('name').notNull(),
    status: text('status', { enum: ['pending', 'approved', 'suspended'] }).notNull(),
    rateParts: numeric('rate_parts', { mode: 'number' }),
    /** Parts a day of America/Los_Angeles over all its numbers. */
    dailyCapParts: integer('daily_cap_parts'),
    /** Whether the carrier approved it for texts that are no marketing. */
    transactional: boolean('transactional').notNull().default(false),
    /** Whose registration it is: T-Mobile counts its day over all of one brand. Null stands alone. */
    brand: text('brand'),
    /** Behind what that day is counted; made of the brand by the database. */
    capId: uuid('cap_id')
      .notNull()
      .generatedAlwaysAs(sql`case when brand is null then id else md5(lower(brand))::uuid end`),
    /** How far carriers trust it; rate and cap follow from it. */
    tier: text('tier', { enum: registrationTiers }),
    /** What the carrier calls it. */
    carrierSid: text('carrier_sid'),
    createdAt: createdAt('created_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Counts of a day that no sender may exceed together. */
export const numberUsage = pgTable(
  'number_usage',
  {
    tenantId: uuid('tenant_id').notNull(),
    scope: text('scope', { enum: ['number', 'brand', 'simulated-brand'] }).notNull(),
    scopeId: uuid('scope_id').notNull(),
    kind: text('kind', { enum: ['warm-up', 'carrier-cap'] }).notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    parts: whole('parts').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.scope, t.scopeId, t.kind, t.day] })],
);

/** Limits, and what was spent of them in the running day and month of the tenant: one row for live, one for simulated texts. */
export const budgets = pgTable(
  'budgets',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    dailyLimitMicros: whole('daily_limit_micros'),
    monthlyLimitMicros: whole('monthly_limit_micros'),
    /** Of both limits, only help answers and opt-out confirmations may use this last part. */
    reserveMicros: whole('reserve_micros').notNull().default(0),
    day: date('day', { mode: 'string' }).notNull(),
    daySpentMicros: whole('day_spent_micros').notNull().default(0),
    month: date('month', { mode: 'string' }).notNull(),
    monthSpentMicros: whole('month_spent_micros').notNull().default(0),
    /** The highest percentage of each limit that was told about. */
    dayAlerted: integer('day_alerted').notNull().default(0),
    monthAlerted: integer('month_alerted').notNull().default(0),
    updatedAt: createdAt('updated_at'),
    simulated: boolean('simulated').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** A tenant's own prices per part by the digits a phone begins with; the longest one counts. */
export const prices = pgTable(
  'prices',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    prefix: text('prefix').notNull(),
    partMicros: whole('part_micros').notNull(),
    source: text('source').notNull(),
    updatedAt: createdAt('updated_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Money moves between three sides, so each step sums to zero; rows are only ever added. */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    batchId: uuid('batch_id'),
    claim: integer('claim').notNull().default(0),
    kind: text('kind', { enum: ['reserve', 'settle', 'release', 'drift'] }).notNull(),
    sourceId: uuid('source_id'),
    side: text('side', { enum: ['budget', 'reserved', 'charged'] }).notNull(),
    micros: whole('micros').notNull(),
    budgetDay: date('budget_day', { mode: 'string' }).notNull(),
    simulated: boolean('simulated').notNull(),
    at: createdAt('at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** A campaign's share on one number, and what that share waits for. */
export const campaignShares = pgTable(
  'campaign_shares',
  {
    tenantId: uuid('tenant_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    numberId: uuid('number_id').notNull(),
    waitsFor: text('waits_for'),
    ruleVersion: integer('rule_version'),
    nextAt: moment('next_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.campaignId, t.numberId] })],
);

/** Each time a batch, or the whole share on a number, began to wait for something else. */
export const batchWaits = pgTable(
  'batch_waits',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    campaignId: uuid('campaign_id'),
    numberId: uuid('number_id'),
    batchId: uuid('batch_id'),
    gate: text('gate').notNull(),
    reason: text('reason').notNull(),
    ruleVersion: integer('rule_version').notNull(),
    until: moment('until'),
    at: createdAt('at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** How far the carrier's list of sent texts was read, once per age at which it is looked at. */
export const followUpCursors = pgTable(
  'follow_up_cursors',
  {
    tenantId: uuid('tenant_id').notNull(),
    carrierAccountId: uuid('carrier_account_id').notNull(),
    look: text('look', { enum: ['first', 'second', 'last'] }).notNull(),
    /** Everything sent until this moment was looked at. */
    doneUntil: moment('done_until').notNull(),
    /** End of the stretch that is being read, and where its listing goes on. */
    readingUntil: moment('reading_until'),
    nextPage: text('next_page'),
    offeredAt: moment('offered_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.carrierAccountId, t.look] })],
);

/** What earlier attempts of a message cost, when it went back to the queue after the carrier had charged it. */
export const earlierCharges = pgTable(
  'earlier_charges',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    messageId: uuid('message_id').notNull(),
    campaignId: uuid('campaign_id'),
    attempt: integer('attempt').notNull(),
    budgetDay: date('budget_day', { mode: 'string' }).notNull(),
    costMicros: whole('cost_micros').notNull(),
    priced: boolean('priced').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** What became of a number's texts, on the day they were booked on. */
export const numberDaily = pgTable(
  'number_daily',
  {
    tenantId: uuid('tenant_id').notNull(),
    numberId: uuid('number_id').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    handedOver: whole('handed_over').notNull().default(0),
    parts: whole('parts').notNull().default(0),
    delivered: whole('delivered').notNull().default(0),
    /** Failed or undelivered after the carrier had taken them. */
    failed: whole('failed').notNull().default(0),
    /** Those of them that the carrier filtered (30007). */
    filtered: whole('filtered').notNull().default(0),
    optOuts: whole('opt_outs').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.numberId, t.day] })],
);

/** Each change of a number's level in its warm-up; null is a number without a ramp. */
export const warmUpSteps = pgTable(
  'warm_up_steps',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    numberId: uuid('number_id').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    fromLevel: integer('from_level'),
    toLevel: integer('to_level'),
    reason: text('reason', { enum: warmUpReasons }).notNull(),
    at: createdAt('at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);
