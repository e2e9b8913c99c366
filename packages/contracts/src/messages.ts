import { z } from 'zod';
import { encoding } from './encoding.ts';
import { gateOrder, messageKind } from './gates.ts';
import { messageStatus } from './message-status.ts';
import { pageOf } from './paging.ts';
import { waitReason } from './reasons.ts';
import { count, id, micros, text, timestamp, typedPhone, verbatim } from './scalars.ts';

export const message = z.object({
  id,
  campaignId: id.nullable(),
  contactId: id.nullable(),
  contactName: z.string(),
  direction: z.enum(['outbound', 'inbound']),
  kind: messageKind.nullable(),
  status: messageStatus,
  reason: z.string().nullable(),
  reasonWords: z.string().nullable(),
  errorCode: z.string().nullable(),
  errorWords: z.string().nullable(),
  /** When it is tried again by itself, after it failed for a passing reason. */
  retryAt: timestamp.nullable(),
  from: z.string().nullable(),
  to: z.string(),
  body: z.string().nullable(),
  parts: count,
  costMicros: micros.nullable(),
  createdAt: timestamp,
});
export type Message = z.infer<typeof message>;

/** A message in its campaign's list; `waitsFor` is null for one that waits no more. */
export const campaignMessage = message.extend({
  waitsFor: z.object({ reason: waitReason, words: z.string(), until: timestamp.nullable() }).nullable(),
});
export type CampaignMessage = z.infer<typeof campaignMessage>;
export const campaignMessagePage = pageOf(campaignMessage);

/** A message in the list of its contact: `campaignName` is null for one that no campaign sent. */
export const contactMessage = message.extend({
  campaignName: z.string().nullable(),
  /** Whether this person, not a machine, opened a link of it. */
  clicked: z.boolean(),
  /** Whether they answered this very text. */
  replied: z.boolean(),
});
export type ContactMessage = z.infer<typeof contactMessage>;
export const contactMessagePage = pageOf(contactMessage);

export const messageEvent = z.object({
  id,
  type: z.string(),
  attempt: count,
  detail: z.string().nullable(),
  at: timestamp,
});
const gateName = z.enum(gateOrder);

export const gateLine = z.object({
  gate: gateName,
  /** What the gate is called. */
  words: z.string(),
  /** Whether it applies to this kind of message. */
  applies: z.boolean(),
  /** What it says while the message waits, else what it said when its turn came. */
  answer: z.enum(['passed', 'refused', 'waits', 'halted', 'not-asked', 'does-not-apply']),
  detail: z.string(),
  /** Version of the rule that refused or deferred. */
  ruleVersion: count.nullable(),
  until: timestamp.nullable(),
});
export type GateLine = z.infer<typeof gateLine>;

export const messageWhy = z.object({
  /** Every gate, in the order that decides. */
  gates: z.array(gateLine),
  /** What it waited for, oldest first: with its recipients' hours, or with all of the campaign's texts from its number. */
  waits: z.array(
    z.object({
      gate: gateName,
      reason: waitReason,
      words: z.string(),
      of: z.enum(['recipients', 'number']),
      ruleVersion: count,
      at: timestamp,
      until: timestamp.nullable(),
    }),
  ),
  /** Why it is not an hour for this recipient, with the places they may be in; null while it is. */
  quietHours: z.string().nullable(),
});
export type MessageWhy = z.infer<typeof messageWhy>;

/** A picture or another file that came with a text. It stays at the carrier, who may ask for a sign-in there. */
export const messageMedia = z.object({ url: z.string(), contentType: z.string() });
export type MessageMedia = z.infer<typeof messageMedia>;

export const messageDetail = message.extend({
  media: z.array(messageMedia),
  events: z.array(messageEvent),
  /** What to do about the carrier's error. */
  errorAction: z.string().nullable(),
  /** Null for inbound messages. */
  why: messageWhy.nullable(),
});

/**
 * Body of `POST /messages`: one text to one phone. Marketing meets every gate and gets brand and opt-out words; transactional texts need a
 * permission and a number registered for them.
 */
export const sendMessage = z.object({
  to: typedPhone,
  kind: z.enum(['marketing', 'transactional']),
  body: text.trim().min(1).max(1_600),
  /** The sending number; the one the contact knows, else the default one, when absent. */
  numberId: id.optional(),
});
export type SendMessage = z.infer<typeof sendMessage>;

/** Counts parts of a text as the carrier bills them; `brokenBy` is the first character outside GSM-7. */
export const countParts = z.object({ text: verbatim.max(10_000) });
export const partsCount = z.object({
  encoding,
  parts: count,
  /** Length in septets (GSM-7) or UTF-16 units (UCS-2). */
  units: count,
  /** Units left in the last part. */
  unitsLeft: count,
  characters: count,
  brokenBy: z.object({ character: z.string(), index: count }).nullable(),
});
export type PartsCount = z.infer<typeof partsCount>;
