import type { Account } from '../accounts/account.ts';
import { deliver } from '../delivery/deliver.ts';
import type { Simulator } from '../simulator.ts';
import { newSid } from './sid-source.ts';
import { countParts } from '../text/count-parts.ts';
import { longestValiditySeconds, type Message, type Status } from './message.ts';
import { countStatus } from './stats.ts';

export type Accepted = {
  from: string;
  to: string;
  body: string;
  mediaUrls: readonly string[];
  statusCallback: string | null;
  validitySeconds?: number;
  direction: 'outbound-api' | 'outbound-reply';
  serviceSid?: string | null;
  sendAtMs?: number | null;
};

/** Takes a text that passed every check: logs it, shows it on the handset and sends it on its way. */
export function acceptMessage(simulator: Simulator, account: Account, input: Accepted): Message {
  const nowMs = simulator.now();
  const message: Message = {
    sid: newSid(input.mediaUrls.length > 0 ? 'MM' : 'SM'),
    accountSid: account.sid,
    direction: input.direction,
    from: input.from,
    to: input.to,
    body: input.body,
    mediaUrls: input.mediaUrls,
    parts: input.mediaUrls.length > 0 ? 1 : countParts(input.body).parts,
    ordinal: simulator.threads.get(input.to)?.received ?? 0,
    createdAtMs: nowMs,
    statusCallback: input.statusCallback,
    validitySeconds: input.validitySeconds ?? longestValiditySeconds,
    serviceSid: input.serviceSid ?? null,
    sendAtMs: input.sendAtMs ?? null,
    redacted: false,
    deleted: false,
    status: firstStatus(input),
    errorCode: null,
    priceMicros: null,
    sentAtMs: null,
    updatedAtMs: nowMs,
    webhook: null,
  };
  const position = simulator.log.add(message);
  simulator.threads.addMessage(message);
  if (input.direction === 'outbound-api') {
    countStatus(simulator.stats, undefined, message.status);
    simulator.truth.accept(message, position);
  }
  deliver(simulator, message, account);
  return message;
}

function firstStatus({ serviceSid, sendAtMs }: Accepted): Status {
  if (typeof sendAtMs === 'number') return 'scheduled';
  return typeof serviceSid === 'string' ? 'accepted' : 'queued';
}
