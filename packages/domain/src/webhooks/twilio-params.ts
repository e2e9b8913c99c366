import { z } from 'zod';
import type { MessageStatus } from '@sms-crm/contracts/message-status';

const messageSid = z.string().regex(/^(SM|MM)[0-9a-fA-F]{32}$/);
const errorCode = z.string().regex(/^\d{0,6}$/);

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

/** The carrier's code for a recipient who opted out there. */
export const optedOutCode = '21610';

/** What a carrier can report of a message. */
export type ReportedStatus = (typeof statusOf)[keyof typeof statusOf];

const reported: ReadonlySet<MessageStatus> = new Set(Object.values(statusOf));

/** Whether a status is one that carriers report. */
export function isReported(status: MessageStatus): status is ReportedStatus {
  return reported.has(status);
}

const carrierStatuses = Object.keys(statusOf).filter(
  (word): word is keyof typeof statusOf => word in statusOf,
);

/**
 * What makes a form a status callback; fields Twilio adds without notice are kept unread. A status or an error code of a form
 * we do not know is still true, so it is stored; `readStatus` says why nothing comes of it. With a capital letter the next
 * parameter begins.
 */
export const statusParams = z.object({
  MessageSid: messageSid,
  MessageStatus: z.string().regex(/^[^A-Z]+$/),
  ErrorCode: z
    .string()
    .regex(/^[^A-Z]*$/)
    .default(''),
});

/** What we read of an inbound message. */
export const inboundParams = z.object({
  MessageSid: messageSid,
  From: z.string().regex(/^\+?\d{3,15}$/),
  To: z.string().regex(/^\+?\d{3,15}$/),
  Body: z.string(),
  NumSegments: z
    .string()
    .regex(/^\d{1,3}$/)
    .default('1')
    .transform(Number),
  OptOutType: z.enum(['STOP', 'START', 'HELP']).optional().catch(undefined),
});

/** Characters of a word of the carrier that are repeated in a reason. */
const mostWordChars = 40;

/**
 * Reads a stored status callback.
 *
 * @returns words why it cannot be read when it cannot
 */
export function readStatus(
  params: Record<string, string>,
): { sid: string; status: ReportedStatus; errorCode: string | null } | string {
  const read = statusParams.safeParse(params).data;
  if (read === undefined) return 'It is no status callback of a text.';
  const word = carrierStatuses.find((known) => known === read.MessageStatus);
  if (word === undefined) return `The status “${read.MessageStatus.slice(0, mostWordChars)}” is not known.`;
  if (!errorCode.safeParse(read.ErrorCode).success) {
    return `The error code “${read.ErrorCode.slice(0, mostWordChars)}” is no number.`;
  }
  return { sid: read.MessageSid, status: statusOf[word], errorCode: read.ErrorCode || null };
}
