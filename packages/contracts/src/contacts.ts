import { z } from 'zod';
import { pageOf, pageQuery } from './paging.ts';
import { id, phone, tag, text, timestamp, timeZone, typedPhone, typedTimeZone, verbatim } from './scalars.ts';

/** What is known of a contact's agreement to marketing texts. */
export const consentStates = ['unknown', 'granted', 'revoked'] as const;
export const consentState = z.enum(consentStates);
export type ConsentState = z.infer<typeof consentState>;

/** How people agreed. */
export const consentSources = [
  'web-form',
  'paper-form',
  'text-keyword',
  'checkout',
  'in-person',
  'phone-call',
  'other',
] as const;
export const consentSource = z.enum(consentSources);

/** Evidence that somebody agreed: where, when, and the words they saw. */
export const consentEvidence = z.object({
  source: consentSource,
  agreedAt: timestamp,
  wording: verbatim.trim().max(2_000).optional(),
});
export type ConsentEvidence = z.infer<typeof consentEvidence>;

/** Most attributes of one contact, and the longest value of one, characters: a page of 200 contacts stays a few megabytes. */
export const maxAttributes = 50;
export const maxAttributeChars = 500;

/** Most tags of one contact, over all imports. */
export const maxTags = 100;

/** Keys of a tenant's own fields: `loyalty_tier`. */
export const attributeKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'Use lower-case letters, digits and _, beginning with a letter');

export const contact = z.object({
  id,
  phone,
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  email: z.string().nullable(),
  city: z.string().nullable(),
  region: z.string().nullable(),
  postalCode: z.string().nullable(),
  /** The recipient's own zone; null where the phone decides. */
  timeZone: z.string().nullable(),
  country: z.string().nullable(),
  consent: consentState,
  doNotContact: z.boolean(),
  /** Gets no marketing while a reply that may be an opt-out waits for its review. */
  heldForReview: z.boolean(),
  tags: z.array(z.string()),
  attributes: z.record(z.string(), z.string()),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type Contact = z.infer<typeof contact>;

/** One piece of evidence of what somebody agreed to, or of their taking it back; `actor` is who or what recorded it. */
export const consentEvent = z.object({
  id,
  type: z.enum(['granted', 'revoked', 'restored']),
  source: z.string(),
  agreedAt: timestamp.nullable(),
  wording: z.string().nullable(),
  /** The import it came with; its file stays named after the file is gone. */
  importId: id.nullable(),
  importName: z.string().nullable(),
  actor: z.string(),
  createdAt: timestamp,
});
export type ConsentEvent = z.infer<typeof consentEvent>;

/** Most pieces of evidence shown with a contact, the latest first. */
export const maxConsentEvents = 20;

export const contactDetails = contact.extend({ consentEvents: z.array(consentEvent) });
export type ContactDetails = z.infer<typeof contactDetails>;

const optional = (max: number) => text.trim().max(max).nullable();

const contactFields = z.object({
  firstName: optional(100),
  lastName: optional(100),
  email: optional(254),
  city: optional(100),
  region: optional(100),
  postalCode: optional(20),
  /** IANA; where it is absent, state and area code decide when texting is allowed. */
  timeZone: timeZone.nullable(),
  tags: z.array(tag).max(50),
  attributes: z
    .record(attributeKey, text.max(maxAttributeChars))
    .refine(
      (attributes) => Object.keys(attributes).length <= maxAttributes,
      `A contact has at most ${maxAttributes} attributes; leave some out`,
    ),
});

/**
 * `phone` in any common form; a national form is read as the tenant's default country. The time zone is looked at with it,
 * so that one answer tells what is wrong with both.
 */
export const createContact = contactFields
  .partial()
  .extend({ phone: typedPhone, timeZone: typedTimeZone.nullish(), consent: consentEvidence.optional() });
export type CreateContact = z.infer<typeof createContact>;

/** Given fields replace, absent ones stay. `consent` adds a new piece of evidence. */
export const updateContact = contactFields.partial().extend({ consent: consentEvidence.optional() });
export type UpdateContact = z.infer<typeof updateContact>;

/** `q`: the beginning of a name or e-mail, or the first or last digits of a phone. */
export const listContactsQuery = pageQuery.extend({
  q: verbatim.trim().max(100).optional(),
  tag: tag.optional(),
  consent: consentState.optional(),
  segmentId: id.optional(),
});
export const contactPage = pageOf(contact);

/** Tags in use, most used first, at most 500. */
export const tagList = z.object({ items: z.array(z.object({ tag: z.string(), contacts: z.int() })) });

/** Records agreement for all contacts of a group whose consent is `unknown`, e.g. the imported ones. */
export const recordConsent = z.object({
  audience: z.discriminatedUnion('type', [
    z.object({ type: z.literal('all') }),
    z.object({ type: z.literal('tag'), tag }),
    z.object({ type: z.literal('segment'), segmentId: id }),
    z.object({ type: z.literal('import'), importId: id }),
  ]),
  consent: consentEvidence,
});
export type RecordConsent = z.infer<typeof recordConsent>;
export const recordConsentResult = z.object({ changed: z.int() });
