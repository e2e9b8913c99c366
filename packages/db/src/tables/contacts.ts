import { sql } from 'drizzle-orm';
import { boolean, customType, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { ImportColumn, ImportSettings, ImportTotals } from '@sms-crm/contracts/imports';
import { consentStates } from '@sms-crm/contracts/contacts';
import { dncOrigins, dncScopes } from '@sms-crm/contracts/do-not-contact';
import { createdAt, moment, newId, whole } from './columns.ts';

export const contacts = pgTable(
  'contacts',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    phone: text('phone').notNull(),
    phoneReversed: text('phone_reversed')
      .notNull()
      .generatedAlwaysAs(sql`reverse(phone)`),
    firstName: text('first_name'),
    lastName: text('last_name'),
    email: text('email'),
    emailLower: text('email_lower').generatedAlwaysAs(sql`lower(email)`),
    city: text('city'),
    region: text('region'),
    postalCode: text('postal_code'),
    country: text('country'),
    consent: text('consent', { enum: consentStates }).notNull().default('unknown'),
    /** The recipient's own zone, when somebody told it; else the phone's prefix decides. */
    timeZone: text('time_zone'),
    /** Where the recipient may be, as quiet hours see it; made from phone, region and zone. */
    quietKey: text('quiet_key'),
    /** The import that last wrote this contact. */
    importId: uuid('import_id'),
    createdAt: createdAt('created_at'),
    updatedAt: createdAt('updated_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

export const contactTags = pgTable(
  'contact_tags',
  {
    tenantId: uuid('tenant_id').notNull(),
    tag: text('tag').notNull(),
    contactId: uuid('contact_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.tag, t.contactId] })],
);

export const contactAttributes = pgTable(
  'contact_attributes',
  {
    tenantId: uuid('tenant_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    key: text('key').notNull(),
    value: text('value').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.contactId, t.key] })],
);

/** Lower-case words of names and e-mail, asked by range for search. */
export const contactWords = pgTable(
  'contact_words',
  {
    tenantId: uuid('tenant_id').notNull(),
    word: text('word').notNull(),
    contactId: uuid('contact_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.word, t.contactId] })],
);

/** Evidence; rows are only ever added. */
export const consentEvents = pgTable(
  'consent_events',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    contactId: uuid('contact_id').notNull(),
    phone: text('phone').notNull(),
    type: text('type', { enum: ['granted', 'revoked', 'restored'] }).notNull(),
    /** What it was before a recipient's STOP; their START brings it back. */
    priorConsent: text('prior_consent', { enum: consentStates }),
    source: text('source').notNull(),
    agreedAt: moment('agreed_at'),
    wording: text('wording'),
    importId: uuid('import_id'),
    messageId: uuid('message_id'),
    actor: text('actor').notNull(),
    createdAt: createdAt('created_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** One row per phone and origin; in force while `liftedAt` is null. */
export const doNotContact = pgTable(
  'do_not_contact',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    phone: text('phone').notNull(),
    phoneReversed: text('phone_reversed')
      .notNull()
      .generatedAlwaysAs(sql`reverse(phone)`),
    origin: text('origin', { enum: dncOrigins }).notNull(),
    /** `marketing` forbids marketing alone. */
    scope: text('scope', { enum: dncScopes }).notNull().default('all'),
    reason: text('reason'),
    sourceMessageId: uuid('source_message_id'),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt('created_at'),
    /** Asked for by a simulated recipient: counts for simulated texts alone. */
    simulated: boolean('simulated').notNull().default(false),
    liftedAt: moment('lifted_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Phones that nobody of the whole installation may text. */
export const platformDoNotContact = pgTable('platform_do_not_contact', {
  id: newId('id').primaryKey(),
  phone: text('phone').notNull(),
  phoneReversed: text('phone_reversed')
    .notNull()
    .generatedAlwaysAs(sql`reverse(phone)`),
  reason: text('reason').notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: createdAt('created_at'),
  liftedAt: moment('lifted_at'),
  liftedBy: text('lifted_by'),
});

export const imports = pgTable(
  'imports',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: newId('id'),
    fileName: text('file_name').notNull(),
    bytes: whole('bytes').notNull().default(0),
    status: text('status', {
      enum: ['uploading', 'uploaded', 'checking', 'checked', 'committing', 'completed', 'failed', 'canceled'],
    }).notNull(),
    columns: jsonb('columns').$type<ImportColumn[]>().notNull().default([]),
    settings: jsonb('settings').$type<ImportSettings>(),
    totals: jsonb('totals').$type<ImportTotals>(),
    encoding: text('encoding').notNull().default('utf-8'),
    delimiter: text('delimiter').notNull().default(','),
    /** Rows behind which no work is left; `batchesAhead` holds first and last row of each batch committed beyond it. */
    rowsDone: whole('rows_done').notNull().default(0),
    rowsTotal: whole('rows_total'),
    batchesAhead: integer('batches_ahead').array().notNull().default([]),
    contactsWritten: whole('contacts_written').notNull().default(0),
    /** Raised by every start of a job: what an older run still does is refused. */
    run: integer('run').notNull().default(0),
    failure: text('failure'),
    offeredAt: moment('offered_at'),
    progressAt: moment('progress_at'),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt('created_at'),
    completedAt: moment('completed_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** The uploaded file in slices of at most 1 MiB. */
export const importChunks = pgTable(
  'import_chunks',
  {
    tenantId: uuid('tenant_id').notNull(),
    importId: uuid('import_id').notNull(),
    position: integer('position').notNull(),
    bytes: bytea('bytes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.importId, t.position] })],
);

/** Rejected rows of an import. */
export const importRows = pgTable(
  'import_rows',
  {
    tenantId: uuid('tenant_id').notNull(),
    importId: uuid('import_id').notNull(),
    rowNumber: whole('row_number').notNull(),
    line: whole('line').notNull(),
    reason: text('reason').notNull(),
    detail: text('detail').notNull(),
    cells: jsonb('cells').$type<string[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.importId, t.rowNumber] })],
);
