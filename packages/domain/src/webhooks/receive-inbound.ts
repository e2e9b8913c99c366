import { liveTopic } from '@sms-crm/contracts/live';
import { signal, type TxContext } from '../context/context.ts';
import { answerByWords } from '../auto-replies/answer.ts';
import { chargeInbounds } from '../inbound-costs/charge.ts';
import { storeMedia } from '../message-media/store.ts';
import { fileInbound } from '../conversations/file-inbound.ts';
import { answerKeywords } from './answer-keywords.ts';
import { countAnswers, type Answer } from './count-answers.ts';
import { settleEvents, type WebhookEvent } from './event-row.ts';
import { isKeyword, type Inbound } from './inbound.ts';
import { readInbounds } from './read-inbounds.ts';
import { storeMessages } from './store-messages.ts';

/** What is done with texts that came in, in the order of locks: messages, conversations, rows that are only added, counters, the budget. */
const steps: readonly ((ctx: TxContext, inbounds: readonly Inbound[]) => Promise<void>)[] = [
  storeMessages,
  fileInbound,
  storeMedia,
  answerKeywords,
  answerByWords,
  settleEvents,
  countInbounds,
  chargeInbounds,
];

/**
 * Stores inbound messages, each under the id of its webhook, answers their keywords and counts them for the campaigns they answer.
 *
 * @param events in the order they came in
 * @throws ZodError when the carrier's parameters are not those of a text
 */
export async function receiveInbound(ctx: TxContext, events: readonly WebhookEvent[]): Promise<void> {
  const inbounds = await readInbounds(ctx, events);
  for (const step of steps) await step(ctx, inbounds);
  const campaigns = new Set(inbounds.flatMap(({ around }) => around.campaignId ?? []));
  for (const campaignId of campaigns) signal(ctx, liveTopic.campaign(campaignId));
}

function countInbounds(ctx: TxContext, inbounds: readonly Inbound[]): Promise<void> {
  return countAnswers(ctx, inbounds.flatMap(answerOf));
}

function answerOf(inbound: Inbound): Answer[] {
  const { contactId, replyToId, campaignId } = inbound.around;
  if (contactId === null || replyToId === null || campaignId === null) return [];
  const answer = { messageId: inbound.id, contactId, replyToId, campaignId };
  if (!isKeyword(inbound)) return [{ ...answer, metric: 'reply' }];
  return inbound.due && inbound.keyword?.intent === 'stop' ? [{ ...answer, metric: 'opt-out' }] : [];
}
