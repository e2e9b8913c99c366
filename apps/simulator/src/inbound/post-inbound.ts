import type { Account } from '../accounts/account.ts';
import { acceptMessage } from '../messages/accept-message.ts';
import type { Message } from '../messages/message.ts';
import type { Simulator } from '../simulator.ts';
import type { WebhookAnswer } from '../webhooks/webhook-call.ts';
import { inboundParams } from './inbound-params.ts';
import { readTwiml } from './twiml.ts';

type Inbound = { account: Account; message: Message; url: string };

/** Posts an inbound text to the application and sends what its TwiML answer asks for. */
export function postInbound(simulator: Simulator, inbound: Inbound): void {
  const accepted = simulator.webhooks.post({
    url: inbound.url,
    params: inboundParams(inbound.message),
    token: inbound.account.token,
    wantsAnswer: true,
    onEnd: (answer) => settle(simulator, inbound, answer),
  });
  if (!accepted) settle(simulator, inbound, tooMany);
}

const tooMany: WebhookAnswer = {
  ok: false,
  status: null,
  failure: undefined,
  problem: 'too many webhooks wait already',
};

function settle(simulator: Simulator, { account, message }: Inbound, answer: WebhookAnswer): void {
  const asked = answer.ok ? readAnswer(answer) : { problem: answer.problem };
  const problem = 'problem' in asked ? asked.problem : null;
  message.webhook = { state: problem === null ? 'answered' : 'failed', httpStatus: answer.status, problem };
  message.updatedAtMs = simulator.now();
  simulator.stats.inbound[message.webhook.state === 'answered' ? 'answered' : 'failed'] += 1;
  simulator.threads.touch(message.from);
  if ('problem' in asked) return;
  for (const body of asked.messages) reply(simulator, account, message, body);
}

/** An empty answer is fine; a text that is no TwiML is what Twilio logs as 12300. */
function readAnswer(answer: WebhookAnswer & { ok: true }) {
  if (answer.text.trim() === '') return { messages: [] };
  if (!/^(text|application)\/(xml|html)\b/i.test(answer.contentType)) {
    return { problem: `the answer is ${answer.contentType || 'of no type'}, not text/xml (12300)` };
  }
  return readTwiml(answer.text);
}

/** A reply to a phone that stopped the number is not sent, like any other text. */
function reply(simulator: Simulator, account: Account, inbound: Message, body: string): void {
  if (simulator.blocks.has(inbound.to, inbound.from) || simulator.log.isFull) return;
  simulator.stats.replies += 1;
  acceptMessage(simulator, account, {
    from: inbound.to,
    to: inbound.from,
    body,
    mediaUrls: [],
    statusCallback: null,
    direction: 'outbound-reply',
  });
}
