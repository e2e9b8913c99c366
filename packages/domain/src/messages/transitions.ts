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
