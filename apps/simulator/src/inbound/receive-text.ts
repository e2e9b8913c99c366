import type { Account } from '../accounts/account.ts';
import type { SendingNumber } from '../accounts/number.ts';
import { answerKeyword } from '../keywords/answer-keyword.ts';
import { longestValiditySeconds, type Message } from '../messages/message.ts';
import type { Simulator } from '../simulator.ts';
import { newSid } from '../messages/sid-source.ts';
import { countParts } from '../text/count-parts.ts';
import { postInbound } from './post-inbound.ts';

/** A text typed on a handset. */
export type HandsetText = { from: string; to: string; body: string; mediaUrls: readonly string[] };

/** The number a handset texted to is nobody's. */
export class UnknownNumber extends Error {
  override readonly name = 'UnknownNumber';
}

/**
 * Takes a text from a handset to a business number: the carrier or the network does its part with
 * keywords, and in every case the text is posted to the number's address.
 *
 * @throws UnknownNumber when no account has the number
 */
export function receiveText(simulator: Simulator, text: HandsetText): Message {
  const owner = simulator.accounts.owner(text.to);
  if (owner === undefined) {
    throw new UnknownNumber(`No account has the number ${text.to}; register it with POST /control/accounts.`);
  }
  const { account, number } = owner;
  const message = inboundMessage(simulator, account, number, text);
  simulator.stats.inbound.received += 1;
  simulator.log.add(message);
  simulator.threads.addMessage(message);
  simulator.threads.markRead(message.from);
  charge(simulator, message);
  answerKeyword(simulator, { number, phone: text.from, body: text.body });
  if (number.smsUrl !== null) postInbound(simulator, { account, message, url: number.smsUrl });
  return message;
}

function inboundMessage(
  simulator: Simulator,
  account: Account,
  number: SendingNumber,
  text: HandsetText,
): Message {
  const nowMs = simulator.now();
  return {
    sid: newSid(text.mediaUrls.length > 0 ? 'MM' : 'SM'),
    accountSid: account.sid,
    direction: 'inbound',
    from: text.from,
    to: number.phone,
    body: text.body,
    mediaUrls: text.mediaUrls,
    parts: countParts(text.body).parts,
    ordinal: 0,
    createdAtMs: nowMs,
    statusCallback: null,
    validitySeconds: longestValiditySeconds,
    serviceSid: null,
    sendAtMs: null,
    redacted: false,
    deleted: false,
    status: 'received',
    errorCode: null,
    priceMicros: null,
    sentAtMs: nowMs,
    updatedAtMs: nowMs,
    webhook: {
      state: number.smsUrl === null ? 'none' : 'pending',
      httpStatus: null,
      problem: number.smsUrl === null ? 'this number has no address for incoming texts' : null,
    },
  };
}

/** The price of an inbound text appears like that of an outbound one, and ends its story. */
function charge(simulator: Simulator, message: Message): void {
  simulator.steps.after(simulator.settings.priceAfterMs.min, () => {
    message.priceMicros = message.parts * simulator.settings.inboundPricePerPartMicros;
    simulator.stats.inboundPriceMicros += message.priceMicros;
    simulator.log.finish(message);
  });
}
