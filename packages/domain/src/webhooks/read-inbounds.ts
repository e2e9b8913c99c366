import type { TxContext } from '../context/context.ts';
import { Turns } from '../context/turns.ts';
import { mediaOf } from '../message-media/read-params.ts';
import { readMatcher } from '../opt-out-rules/read-matcher.ts';
import { obeyWishes } from '../opt-outs/obey-wishes.ts';
import { readText, wishOf } from '../opt-outs/read-text.ts';
import type { WebhookEvent } from './event-row.ts';
import type { Inbound } from './inbound.ts';
import { surroundingsOf } from './inbound-surroundings.ts';
import { inboundParams } from './twilio-params.ts';

/**
 * Reads texts with what surrounds them. What they ask for was done as they came in, or is done here.
 *
 * @throws ZodError when the carrier's parameters are not those of a text
 */
export async function readInbounds(ctx: TxContext, events: readonly WebhookEvent[]): Promise<Inbound[]> {
  const texts = events.map(({ params }) => inboundParams.parse(params));
  const around = await surroundingsOf(ctx, texts);
  const match = await readMatcher(ctx);
  const turns = new Turns();
  const read = [];
  for (const [index, event] of events.entries()) {
    const [text, own] = [texts[index], around[index]];
    if (text === undefined || own === undefined) continue;
    await turns.pass();
    read.push({ event, id: event.id, at: event.receivedAt, text, around: own, ...readText(text, match) });
  }
  const wishes = read.flatMap((one) => (one.event.keywordChanged === null ? (wishOf(one, one) ?? []) : []));
  const changed = await obeyWishes(ctx, wishes);
  return read.map(({ event: { keywordChanged, params }, ...rest }) => ({
    ...rest,
    media: mediaOf(params),
    due: rest.keyword?.intent === 'help' || (keywordChanged ?? changed.has(rest.id)),
  }));
}
