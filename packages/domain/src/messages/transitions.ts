import { messageStatuses, type MessageStatus } from '@sms-crm/contracts/message-status';

/**
 * How far a status is on the way of an outbound message. Callbacks, settle and reconcile move a status only up.
 * Statuses without a rank stand beside that way: nothing a carrier says moves them.
 */
const ranks: Partial<Record<MessageStatus, number>> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  accepted: 3,
  sent: 4,
  undelivered: 5,
  failed: 5,
  delivered: 6,
};

/** Our own moves back to the queue; each raises `attempt`. */
const returns: ReadonlySet<MessageStatus> = new Set(['sending', 'unknown', 'undelivered', 'failed']);

const final: ReadonlySet<MessageStatus> = new Set([
  'delivered',
  'undelivered',
  'failed',
  'skipped',
  'canceled',
  'received',
]);

const handedOver: ReadonlySet<MessageStatus> = new Set([
  'accepted',
  'sent',
  'delivered',
  'undelivered',
  'failed',
]);

/**
 * Whether a report of `to` changes a message in `from`. Among final states the first one wins, but
 * `delivered` beats `undelivered` and `failed`: carriers report a late success, never take one back.
 */
export function canRaise(from: MessageStatus, to: MessageStatus): boolean {
  const [low, high] = [ranks[from], ranks[to]];
  return low !== undefined && high !== undefined && high > low;
}

/** The statuses that a report of `to` changes, for set-based updates. */
export function raisedBy(to: MessageStatus): MessageStatus[] {
  return messageStatuses.filter((from) => canRaise(from, to));
}

/** Whether we may put a message of this status back into the queue for another attempt. */
export function canReturn(from: MessageStatus): boolean {
  return returns.has(from);
}

/** Whether a message of this status will not change any more by itself. */
export function isFinal(status: MessageStatus): boolean {
  return final.has(status);
}

/** Whether a message with this status reported by the carrier was taken by it. */
export function provesHandOver(status: MessageStatus): boolean {
  return handedOver.has(status);
}
