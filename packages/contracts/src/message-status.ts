import { z } from 'zod';

/** Where an outbound message stands; `received` is the only status of an inbound one. */
export const messageStatuses = [
  'queued',
  'sending',
  'unknown',
  'accepted',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'skipped',
  'canceled',
  'received',
] as const;
export const messageStatus = z.enum(messageStatuses);
export type MessageStatus = z.infer<typeof messageStatus>;

/** Words for a person. */
export const messageStatusWords: Record<MessageStatus, string> = {
  queued: 'Waiting',
  sending: 'Being sent',
  unknown: 'Being checked with the carrier',
  accepted: 'Handed to the carrier',
  sent: 'On its way',
  delivered: 'Delivered',
  undelivered: 'Not delivered',
  failed: 'Failed',
  skipped: 'Skipped',
  canceled: 'Canceled',
  received: 'Received',
};
