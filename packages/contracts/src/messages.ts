import { z } from 'zod';
import { encoding } from './campaigns.ts';
import { messageKind } from './gates.ts';
import { messageStatus } from './message-status.ts';
import { pageOf } from './paging.ts';
import { count, id, micros, text, timestamp } from './scalars.ts';

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
  from: z.string().nullable(),
  to: z.string(),
  body: z.string().nullable(),
  parts: count,
  costMicros: micros.nullable(),
  createdAt: timestamp,
});
export type Message = z.infer<typeof message>;
export const messagePage = pageOf(message);

export const messageEvent = z.object({
  id,
  type: z.string(),
  attempt: count,
  detail: z.string().nullable(),
  at: timestamp,
});
export const messageDetail = message.extend({ events: z.array(messageEvent) });

/** Counts parts of a text as the carrier bills them; `brokenBy` is the first character outside GSM-7. */
export const countParts = z.object({ text: text.max(10_000) });
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
