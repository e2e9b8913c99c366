import type { Message, Status } from './message.ts';

/** From each status the ones that may follow. */
export const moves: Readonly<Record<Status, readonly Status[]>> = {
  accepted: ['queued', 'failed'],
  scheduled: ['queued', 'failed', 'canceled'],
  queued: ['sending', 'failed', 'canceled'],
  sending: ['sent', 'failed'],
  sent: ['delivered', 'undelivered'],
  delivered: [],
  undelivered: [],
  failed: [],
  canceled: [],
  receiving: ['received'],
  received: [],
};

/**
 * Moves a message to its next status.
 *
 * @throws when the move is not legal, which is a bug of the simulator
 */
export function moveMessage(message: Message, status: Status, nowMs: number): void {
  if (!moves[message.status].includes(status)) {
    throw new Error(`${message.sid} can't go from ${message.status} to ${status}`);
  }
  message.status = status;
  message.updatedAtMs = nowMs;
  if (status === 'sent') message.sentAtMs = nowMs;
}
