import { z } from 'zod';
import { pageOf, pageQuery } from './paging.ts';
import { id, label, phone, timestamp, typedPhone, verbatim } from './scalars.ts';

/** Who or what put a phone on the list. */
export const dncOrigins = [
  'recipient',
  'operator',
  'import',
  'platform',
  'carrier',
  'erasure',
  'review',
] as const;
export const dncOrigin = z.enum(dncOrigins);
export type DncOrigin = z.infer<typeof dncOrigin>;

/** What an entry forbids: every text but answers to HELP and STOP, or marketing alone while a reply waits for its review. */
export const dncScopes = ['all', 'marketing'] as const;

export const dncEntry = z.object({
  id,
  phone,
  origin: dncOrigin,
  scope: z.enum(dncScopes),
  reason: z.string().nullable(),
  /** The text that made it: a STOP, or the one the carrier refused. */
  sourceMessageId: id.nullable(),
  createdAt: timestamp,
  createdBy: z.string(),
});
export type DncEntry = z.infer<typeof dncEntry>;

/** `q`: digits at the start or the end of the phone. */
export const listDncQuery = pageQuery.extend({ q: verbatim.trim().max(20).optional() });
export const dncPage = pageOf(dncEntry);

/** `phone` in any common form; a national form is read as the tenant's default country. */
export const addDnc = z.object({
  phone: typedPhone,
  reason: label(200).optional(),
});
export type AddDnc = z.infer<typeof addDnc>;

/** A phone that nobody of the whole installation may text. */
export const platformDncEntry = dncEntry
  .omit({ origin: true, scope: true, sourceMessageId: true })
  .extend({ reason: z.string() });
export type PlatformDncEntry = z.infer<typeof platformDncEntry>;
export const platformDncPage = pageOf(platformDncEntry);

/** `phone` as above; a reason is asked for, since it holds for everybody. */
export const addPlatformDnc = z.object({ phone: typedPhone, reason: label(200) });
export type AddPlatformDnc = z.infer<typeof addPlatformDnc>;

/** Only entries of origin operator and import can be taken off by hand; a recipient's STOP only by their own START. */
export const dncParams = z.object({ phone });
