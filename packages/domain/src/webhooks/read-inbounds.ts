import type { TxContext } from '../context/context.ts';
import { obeyWishes, type Wish } from '../opt-outs/obey-wishes.ts';
import { readKeyword } from '../opt-outs/read-keyword.ts';
import type { WebhookEvent } from './event-row.ts';
import type { Inbound } from './inbound.ts';
import { surroundingsOf } from './inbound-surroundings.ts';
import { inboundParams } from './twilio-params.ts';

/**
 * Reads texts with what surrounds them. What a keyword asks for was done as it came in, or is done here.
 *
 * @throws ZodError when the carrier's parameters are not those of a text
 */
export async function readInbounds(ctx: TxContext, events: readonly WebhookEvent[]): Promise<Inbound[]> {
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
