import type { Account } from '../../accounts/account.ts';
import type { Message, Status } from '../../messages/message.ts';
import { moveMessage } from '../../messages/move-message.ts';
import { countStatus } from '../../messages/stats.ts';
import type { Simulator } from '../../simulator.ts';
import { sendStatusCallback } from '../../webhooks/status-callback.ts';
import type { Refusal } from '../errors.ts';

/** States after which nothing happens to a text any more. */
const finished: ReadonlySet<Status> = new Set<Status>([
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'canceled',
  'received',
]);

/** Redacts a finished text (`Body=` empty) or cancels one that waits (`Status=canceled`). */
export function updateMessage(
  simulator: Simulator,
  account: Account,
  message: Message,
  fields: Readonly<Record<string, unknown>>,
): Refusal | undefined {
  const { Status: status, Body: body } = fields;
  if (status !== undefined) {
    if (status !== 'canceled') return { code: 20001, detail: 'Status can only be set to canceled' };
    return cancel(simulator, account, message);
  }
  if (body !== '') return { code: 20001, detail: 'Body can only be set to an empty text' };
  if (!finished.has(message.status)) return { code: 20009 };
  message.redacted = true;
  message.updatedAtMs = simulator.now();
  return undefined;
}

/** Takes a finished message out of what the API shows. */
export function deleteMessage(message: Message): Refusal | undefined {
  if (!finished.has(message.status)) return { code: 20009 };
  message.deleted = true;
  return undefined;
}

function cancel(simulator: Simulator, account: Account, message: Message): Refusal | undefined {
  const { status } = message;
  const isWaiting = status === 'scheduled' || (simulator.settings.cancelQueued && status === 'queued');
  if (!isWaiting) return { code: 30409 };
  moveMessage(message, 'canceled', simulator.now());
  if (message.direction === 'outbound-api') countStatus(simulator.stats, status, 'canceled');
  simulator.threads.touch(message.to);
  sendStatusCallback(simulator, message, account.token);
  return undefined;
}
