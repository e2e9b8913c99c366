import { z } from 'zod';
import type { MessageStatus } from '@sms-crm/contracts/message-status';

const messageSid = z.string().regex(/^(SM|MM)[0-9a-fA-F]{32}$/);
const errorCode = z.string().regex(/^\d{1,6}$/);

/**
 * Twilio's words for where an outbound message stands, in ours. `read` exists for other channels only; a text is `canceled`
 * only while scheduled; what `partially_delivered` means is documented nowhere, so it is not final for us.
 */
const statusOf = {
  accepted: 'accepted',
  scheduled: 'accepted',
  queued: 'accepted',
  sending: 'accepted',
  sent: 'sent',
  partially_delivered: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
  canceled: 'failed',
} as const satisfies Record<string, MessageStatus>;

/** What a carrier can report of a message. */
export type ReportedStatus = (typeof statusOf)[keyof typeof statusOf];

const carrierStatuses = Object.keys(statusOf).filter(
  (word): word is keyof typeof statusOf => word in statusOf,
);

/** What we read of a status callback; fields Twilio adds without notice are kept unread. */
export const statusParams = z.object({
  MessageSid: messageSid,
  MessageStatus: z.enum(carrierStatuses),
  ErrorCode: errorCode.optional(),
});

/** What we read of an inbound message. */
export const inboundParams = z.object({
  MessageSid: messageSid,
  From: z.string().regex(/^\+?\d{3,15}$/),
  To: z.string().regex(/^\+?\d{3,15}$/),
  Body: z.string().default(''),
  NumSegments: z.coerce.number().int().min(0).max(100).catch(1),
  OptOutType: z.enum(['STOP', 'START', 'HELP']).optional().catch(undefined),
});

/** The status a word of Twilio stands for; undefined for a word it has added since. */
export function reportedStatus(word: string): ReportedStatus | undefined {
  const known = carrierStatuses.find((candidate) => candidate === word);
  return known === undefined ? undefined : statusOf[known];
}
