import { sql } from 'drizzle-orm';
import { boolean, date, integer, jsonb, numeric, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { campaignStatuses } from '@sms-crm/contracts/campaigns';
import { messageKinds } from '@sms-crm/contracts/gates';
import { numberTypes, stopConfirmers } from '@sms-crm/contracts/numbers';
import type { SegmentFilter } from '@sms-crm/contracts/segments';
import { createdAt, moment, newId, whole } from './columns.ts';

/** A tenant's credentials at a carrier; `key` stands in the webhook URLs. */
export const carrierAccounts = pgTable(
  'carrier_accounts',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    key: text('key').notNull().unique(),
    carrier: text('carrier', { enum: ['twilio'] }).notNull(),
    name: text('name').notNull(),
    accountSid: text('account_sid').notNull(),
    authTokenSealed: text('auth_token_sealed').notNull(),
    /** Reaches people; false for the simulator's. */
    live: boolean('live').notNull().default(false),
    /** Parts a second the carrier takes over all numbers; null is no limit of its own. */
    rateParts: numeric('rate_parts', { mode: 'number' }),
    stoppedAt: moment('stopped_at'),
    stoppedCode: text('stopped_code'),
    /** At the real carrier, but its checklist is not done: it sends test texts only. */
    inSetup: boolean('in_setup').notNull().default(false),
    wentLiveAt: moment('went_live_at'),
    /** The token before the last rotation; the carrier may sign with it until then. */
    formerTokenSealed: text('former_token_sealed'),
    formerTokenUntil: moment('former_token_until'),
    quietHoursKnownBy: text('quiet_hours_known_by'),
    quietHoursKnownAt: moment('quiet_hours_known_at'),
    createdAt: createdAt('created_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

export const sendingNumbers = pgTable(
  'sending_numbers',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    carrierAccountId: uuid('carrier_account_id').notNull(),
    phone: text('phone').notNull(),
    type: text('type', { enum: numberTypes }).notNull(),
    rateParts: numeric('rate_parts', { mode: 'number' }).notNull(),
    isDefault: boolean('is_default').notNull().default(false),
    stopConfirmer: text('stop_confirmer', { enum: stopConfirmers }).notNull(),
    registrationId: uuid('registration_id'),
    /** Parts of each day of the ramp; null uses the default of the number's type. */
    warmUpCurve: integer('warm_up_curve').array(),
    /** The day of the ramp the number is at, from 0; null when it is warmed. */
    warmUpLevel: integer('warm_up_level'),
    warmUpDay: date('warm_up_day', { mode: 'string' }),
    stoppedAt: moment('stopped_at'),
    stoppedCode: text('stopped_code'),
    createdAt: createdAt('created_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

export const campaigns = pgTable(
  'campaigns',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    name: text('name').notNull(),
    nameLower: text('name_lower')
      .notNull()
      .generatedAlwaysAs(sql`lower(name)`),
    status: text('status', { enum: campaignStatuses }).notNull().default('draft'),
    kind: text('kind', { enum: messageKinds }).notNull().default('campaign-marketing'),
    template: text('template').notNull().default(''),
    audienceType: text('audience_type', { enum: ['all', 'tag', 'segment'] })
      .notNull()
      .default('all'),
    audienceTag: text('audience_tag'),
    segmentId: uuid('segment_id'),
    /** The segment's filter as it is now; what was launched keeps the one it had. */
    segmentFilter: jsonb('segment_filter').$type<SegmentFilter>(),
    numberId: uuid('number_id'),
    /** The last contact the freeze has written; the freeze goes on behind it. */
    freezeCursor: uuid('freeze_cursor'),
    frozenAt: moment('frozen_at'),
    offeredAt: moment('offered_at'),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt('created_at'),
    updatedAt: createdAt('updated_at'),
    launchedAt: moment('launched_at'),
    /** The request that launched it; every log line of its sends carries it. */
    launchRequestId: text('launch_request_id'),
    completedAt: moment('completed_at'),
    /** When it starts by itself; with `scheduleLocal` the earliest moment any recipient's zone gives. */
    scheduledAt: moment('scheduled_at'),
    /** `YYYY-MM-DDTHH:MM` on each recipient's own clock. */
    scheduleLocal: text('schedule_local'),
    /** Whoever was not reached by then is skipped. */
    endsAt: moment('ends_at'),
    /** What becomes of texts that the budget does not allow today. */
    overBudget: text('over_budget', { enum: ['wait', 'skip'] })
      .notNull()
      .default('wait'),
    addBrand: boolean('add_brand').notNull().default(true),
    addOptOut: boolean('add_opt_out').notNull().default(true),
    footerWaivedBy: text('footer_waived_by'),
    /** A code for each recipient, or one for all. */
    linkCodes: text('link_codes', { enum: ['recipient', 'campaign'] })
      .notNull()
      .default('recipient'),
    /** Null: as the settings of links say; so do the days until links end. */
    addUtm: boolean('add_utm'),
    linkDays: integer('link_days'),
    pauseDetail: text('pause_detail'),
    /** Average parts of its texts, as the preview found at launch. */
    partsEstimate: numeric('parts_estimate', { mode: 'number' }),
    simulated: boolean('simulated').notNull().default(true),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** The links of a template, in the order they stand in it. */
export const campaignLinks = pgTable(
  'campaign_links',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    campaignId: uuid('campaign_id').notNull(),
    position: integer('position').notNull(),
    url: text('url').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Counters by hour; a report sums them. */
export const campaignHourly = pgTable(
  'campaign_hourly',
  {
    tenantId: uuid('tenant_id').notNull(),
    campaignId: uuid('campaign_id').notNull(),
    hour: moment('hour').notNull(),
    metric: text('metric').notNull(),
    detail: text('detail').notNull().default(''),
    value: whole('value').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.campaignId, t.hour, t.metric, t.detail] })],
);
