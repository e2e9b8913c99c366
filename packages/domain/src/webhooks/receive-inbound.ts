import type { z } from 'zod';
import { liveTopic } from '@sms-crm/contracts/live';
import { messageEvents, messages } from '@sms-crm/db/tables/messages';
import { signal, type TxContext } from '../context/context.ts';
import { answerKeyword } from '../opt-outs/answer-keyword.ts';
import type { Keyword } from '../opt-outs/keywords.ts';
import { obeyWishes, type Wish } from '../opt-outs/obey-wishes.ts';
import { readKeyword } from '../opt-outs/read-keyword.ts';
import { countAnswers, type Answer } from './count-answers.ts';
import { settleEvents, type WebhookEvent } from './event-row.ts';
import { surroundingsOf, type Surroundings } from './inbound-surroundings.ts';
import { inboundParams } from './twilio-params.ts';

/** A text that came in; `due` says that its keyword changed something or asks for help, so that an answer is owed. */
type Inbound = {
  id: string;
  at: Date;
  text: z.infer<typeof inboundParams>;
  around: Surroundings;
  keyword: Keyword | undefined;
  due: boolean;
};

/**
 * Stores inbound messages, each under the id of its webhook, answers their keywords and counts them for the campaigns they answer.
 * What a keyword asks for was done as it came in, or is done here.
 *
 * @param events in the order they came in
 * @throws ZodError when the carrier's parameters are not those of a text
 */
export async function receiveInbound(ctx: TxContext, events: readonly WebhookEvent[]): Promise<void> {
  const inbounds = await readAll(ctx, events);
  await storeMessages(ctx, inbounds);
  for (const inbound of inbounds) {
    if (inbound.keyword !== undefined && inbound.due)
      await answerKeyword(ctx, answerable(inbound, inbound.keyword));
  }
  await settleEvents(ctx, events);
  await countAnswers(ctx, inbounds.flatMap(answerOf));
  const campaigns = new Set(inbounds.flatMap(({ around }) => around.campaignId ?? []));
  for (const campaignId of campaigns) signal(ctx, liveTopic.campaign(campaignId));
}

async function readAll(ctx: TxContext, events: readonly WebhookEvent[]): Promise<Inbound[]> {
  const texts = events.map(({ params }) => inboundParams.parse(params));
  const around = await surroundingsOf(ctx, texts);
  const read = events.flatMap((event, index) => {
    const [text, own] = [texts[index], around[index]];
    return text === undefined || own === undefined
      ? []
      : [{ event, text, around: own, keyword: readKeyword(text) }];
  });
  const wishes = read.flatMap(({ event, text, keyword }): Wish[] =>
    event.keywordChanged !== null || keyword === undefined || keyword.intent === 'help'
      ? []
      : [{ intent: keyword.intent, phone: text.From, messageId: event.id, at: event.receivedAt }],
  );
  const changed = await obeyWishes(ctx, wishes);
  return read.map(({ event: { id, receivedAt, keywordChanged }, ...rest }) => ({
    ...rest,
    id,
    at: receivedAt,
    due: rest.keyword?.intent === 'help' || (keywordChanged ?? changed.has(id)),
  }));
}

/** Keywords are no replies in lists and counts; a YES of somebody who was not stopped is an ordinary reply. */
function isKeyword({ keyword, due }: Inbound): boolean {
  return keyword !== undefined && (due || keyword.intent !== 'start');
}

async function storeMessages(ctx: TxContext, inbounds: readonly Inbound[]): Promise<void> {
  const { tenantId } = ctx;
  await ctx.tx.db.insert(messages).values(
    inbounds.map((inbound) => ({
      tenantId,
      id: inbound.id,
      direction: 'inbound' as const,
      status: 'received' as const,
      contactId: inbound.around.contactId,
      phone: inbound.text.From,
      numberId: inbound.around.numberId,
      numberPhone: inbound.text.To,
      body: inbound.text.Body,
      parts: inbound.text.NumSegments,
      carrierMessageId: inbound.text.MessageSid,
      replyToId: inbound.around.replyToId,
      reason: isKeyword(inbound) ? 'keyword' : null,
      createdAt: inbound.at,
    })),
  );
  await ctx.tx.db.insert(messageEvents).values(
    inbounds.map(({ id, text, at }) => ({
      tenantId,
      messageId: id,
      attempt: 0,
      type: 'received',
      carrierMessageId: text.MessageSid,
      at,
    })),
  );
}

function answerable({ id, at, text, around }: Inbound, keyword: Keyword) {
  const { contactId, numberId, stopConfirmer } = around;
  const number = numberId === null || stopConfirmer === null ? null : { id: numberId, stopConfirmer };
  return {
    messageId: id,
    at,
    phone: text.From,
    contactId,
    body: text.Body,
    number,
    keyword,
    answeredAs: text.OptOutType,
  };
}

function answerOf(inbound: Inbound): Answer[] {
  const { contactId, replyToId, campaignId } = inbound.around;
  if (contactId === null || replyToId === null || campaignId === null) return [];
  const answer = { messageId: inbound.id, contactId, replyToId, campaignId };
  if (!isKeyword(inbound)) return [{ ...answer, metric: 'reply' }];
  return inbound.due && inbound.keyword?.intent === 'stop' ? [{ ...answer, metric: 'opt-out' }] : [];
}
