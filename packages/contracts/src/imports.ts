import { z } from 'zod';
import { attributeKey, consentSource } from './contacts.ts';
import { pageOf, pageQuery } from './paging.ts';
import { count, id, tag, text, timestamp, verbatim } from './scalars.ts';

export const importStatuses = [
  'uploaded',
  'checking',
  'checked',
  'committing',
  'completed',
  'failed',
  'canceled',
] as const;
export const importStatus = z.enum(importStatuses);
export type ImportStatus = z.infer<typeof importStatus>;

/** Largest file taken, bytes. */
export const maxImportBytes = 512 * 1024 * 1024;

/** Most data rows of one file. */
export const maxImportRows = 5_000_000;

/** Fields of a contact a column can be mapped to. */
export const importFields = [
  'phone',
  'firstName',
  'lastName',
  'fullName',
  'email',
  'city',
  'region',
  'postalCode',
  'timeZone',
  'optedInAt',
  'tags',
] as const;
export const importField = z.enum(importFields);
export type ImportField = z.infer<typeof importField>;

/** Where one column goes: a contact field, an attribute of the tenant's own, or nowhere. */
export const columnTarget = z.discriminatedUnion('to', [
  z.object({ to: z.literal('field'), field: importField }),
  z.object({ to: z.literal('attribute'), key: attributeKey }),
  z.object({ to: z.literal('ignore') }),
]);
export type ColumnTarget = z.infer<typeof columnTarget>;

/** Why a row of the file did not become a contact. */
export const rowErrors = {
  missing_phone: 'The phone column is empty',
  invalid_phone: 'The phone is not a number that exists',
  duplicate: 'The same phone is in an earlier row of this file',
  column_count: 'The row has more or fewer columns than the header',
} as const satisfies Record<string, string>;
export type RowError = keyof typeof rowErrors;
export const rowErrorCodes = Object.keys(rowErrors).filter((key): key is RowError => key in rowErrors);
export const rowError = z.enum(rowErrorCodes);

/** How the people of a file agreed: on one date for all, or each on the date in the mapped `optedInAt` column; or no answer. */
export const importConsent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('one-date'),
    source: consentSource,
    agreedOn: z.iso.date(),
    wording: verbatim.trim().max(2_000).optional(),
  }),
  z.object({
    kind: z.literal('column'),
    source: consentSource,
    wording: verbatim.trim().max(2_000).optional(),
  }),
]);

/** Body of `POST /imports/:id/dry-run`; `mapping` has one entry per column, in order. */
export const importSettings = z.object({
  mapping: z.array(columnTarget).min(1).max(200),
  consent: importConsent.default({ kind: 'none' }),
  defaultCountry: text.length(2).toUpperCase().default('US'),
  tags: z.array(tag).max(20).default([]),
});
export type ImportSettings = z.infer<typeof importSettings>;

/** One rejected row; `row` counts data rows of the file from 1 (the header is not counted), `line` is the line in the file where the row starts. */
export const rejectedRow = z.object({
  row: z.int(),
  line: z.int(),
  reason: rowError,
  detail: z.string(),
});

/** Totals over the file; `accepted + duplicate + invalid_phone + missing_phone + column_count = rows`. */
export const importTotals = z.object({
  rows: count,
  accepted: count,
  rejected: z.record(rowError, count),
  /** Of the accepted rows: phones that are contacts already (updated) and new ones; known after the dry run. */
  newContacts: count,
  existingContacts: count,
  /** Of the accepted rows: how many carry evidence of consent. */
  withConsent: count,
  /** Of the accepted rows: how many hold a value too long for an attribute, which is cut. */
  shortened: count.optional(),
  /** Of the accepted rows: how many hold a date of agreement that cannot be read or is to come; the first of them as an example. */
  unreadDates: z.object({ rows: count, row: z.int(), example: z.string() }).optional(),
  /** Of the accepted rows: how many say in a column about agreement that their person did not agree, and the headers of those columns. They carry no evidence. */
  saidNo: z.object({ rows: count, columns: z.array(z.string()) }).optional(),
  /** Values not kept, since their contacts have the most attributes there may be; known once rows were written. */
  attributesLeftOut: count.optional(),
});
export type ImportTotals = z.infer<typeof importTotals>;

export const importColumn = z.object({
  index: z.int(),
  header: z.string(),
  samples: z.array(z.string()),
  guess: columnTarget,
});
export type ImportColumn = z.infer<typeof importColumn>;

export const importView = z.object({
  id,
  fileName: z.string(),
  bytes: count,
  status: importStatus,
  columns: z.array(importColumn),
  settings: importSettings.nullable(),
  totals: importTotals.nullable(),
  /** The first rejected rows, at most 100, empty in lists; all of them in `rejected.csv`. */
  rejectedSample: z.array(rejectedRow),
  progress: z.object({ rowsDone: count, rowsTotal: count.nullable() }),
  /** Contacts made or changed so far; they stay when the import is canceled. */
  contactsWritten: count,
  failure: z.string().nullable(),
  createdAt: timestamp,
  completedAt: timestamp.nullable(),
});
export type ImportView = z.infer<typeof importView>;

export const listImportsQuery = pageQuery;
export const importPage = pageOf(importView);
