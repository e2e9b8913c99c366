import { boolean, date, integer, json, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { messageKinds } from '@sms-crm/contracts/gates';
import { messageStatuses } from '@sms-crm/contracts/message-status';
import { createdAt, moment, newId, whole } from './columns.ts';

export const messages = pgTable(
  'messages',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    campaignId: uuid('campaign_id'),
    contactId: uuid('contact_id'),
    direction: text('direction', { enum: ['outbound', 'inbound'] }).notNull(),
    kind: text('kind', { enum: messageKinds }),
    status: text('status', { enum: messageStatuses }).notNull(),
    reason: text('reason'),
    /** The other side: the recipient of an outbound, the writer of an inbound message. */
    phone: text('phone').notNull(),
    numberId: uuid('number_id'),
    numberPhone: text('number_phone'),
    body: text('body'),
    parts: integer('parts').notNull().default(0),
    /** Raised each time the message goes back to the queue; stands in the callback URL. */
    attempt: integer('attempt').notNull().default(0),
    carrierMessageId: text('carrier_message_id'),
    errorCode: text('error_code'),
    firstErrorCode: text('first_error_code'),
    reservedMicros: whole('reserved_micros').notNull().default(0),
    costMicros: whole('cost_micros'),
    replyToId: uuid('reply_to_id'),
    createdAt: createdAt('created_at'),
    /** When the carrier request of this attempt was prepared. */
    claimedAt: moment('claimed_at'),
    handedOverAt: moment('handed_over_at'),
    /** Version of the rule that gave `reason`. */
    ruleVersion: integer('rule_version'),
    /** Day of the tenant whose budget the text is booked on. */
    budgetDay: date('budget_day', { mode: 'string' }),
    /** Whether `costMicros` is what the carrier charged, not our price list. */
    priced: boolean('priced').notNull().default(false),
    /** The suppression rule that gave `reason`. */
    ruleId: uuid('rule_id'),
    /** Times it went back to the queue after the carrier had reported a failure. */
    retries: integer('retries').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Up to 100 messages of one recipient time zone that are offered, claimed and sent together. */
export const messageBatches = pgTable(
  'message_batches',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    campaignId: uuid('campaign_id'),
    queue: text('queue', { enum: ['now', 'bulk'] }).notNull(),
    state: text('state', { enum: ['open', 'offered', 'claimed', 'done'] })
      .notNull()
      .default('open'),
    firstId: uuid('first_id').notNull(),
    lastId: uuid('last_id').notNull(),
    size: integer('size').notNull(),
    recipientZone: text('recipient_zone'),
    notBefore: moment('not_before'),
    sendBefore: moment('send_before'),
    nextAt: moment('next_at'),
    waitsFor: text('waits_for'),
    ruleVersion: integer('rule_version'),
    /** The share of the campaign this batch belongs to; null for a text of no campaign. */
    numberId: uuid('number_id'),
    /** Of a text of no campaign: the number it goes from; zeros for one whose number is gone. */
    singleNumberId: uuid('single_number_id'),
    /** It goes before the other texts of its number. */
    urgent: boolean('urgent').notNull().default(false),
    /** Not before this moment, whatever the windows say. */
    startAt: moment('start_at'),
    /** Raised by compare-and-set with each offer; a job of an older offer does nothing. */
    offer: integer('offer').notNull().default(0),
    offeredAt: moment('offered_at'),
    claim: integer('claim').notNull().default(0),
    leaseUntil: moment('lease_until'),
    /** When messages of unknown outcome are looked up at the carrier; null while there are none. */
    reconcileAt: moment('reconcile_at'),
    createdAt: createdAt('created_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

export const messageEvents = pgTable(
  'message_events',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    messageId: uuid('message_id').notNull(),
    attempt: integer('attempt').notNull(),
    type: text('type').notNull(),
    carrierMessageId: text('carrier_message_id'),
    errorCode: text('error_code'),
    detail: text('detail'),
    at: createdAt('at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** A link of one recipient; `url` is where it leads, with this recipient's merge values filled in. */
export const shortLinks = pgTable(
  'short_links',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    code: text('code').notNull().unique(),
    campaignId: uuid('campaign_id').notNull(),
    campaignLinkId: uuid('campaign_link_id').notNull(),
    /** Null, like its contact, for a link that all recipients share. */
    messageId: uuid('message_id'),
    contactId: uuid('contact_id'),
    url: text('url').notNull(),
    createdAt: createdAt('created_at'),
    expiresAt: moment('expires_at'),
    /** The tenant's domain it was made for; null for the installation's. */
    domainId: uuid('domain_id'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** A request a carrier posted to us, kept as it came. */
export const webhookEvents = pgTable(
  'webhook_events',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    carrierAccountId: uuid('carrier_account_id').notNull(),
    kind: text('kind', { enum: ['status', 'inbound'] }).notNull(),
    dedupeKey: text('dedupe_key').notNull(),
    messageId: uuid('message_id'),
    attempt: integer('attempt'),
    params: json('params').$type<Record<string, string>>().notNull(),
    receivedAt: createdAt('received_at'),
    tries: integer('tries').notNull().default(0),
    failure: text('failure'),
    appliedAt: moment('applied_at'),
    /** Whether the text's STOP or START changed something as it was stored; null when that is still to be done. */
    keywordChanged: boolean('keyword_changed'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);
