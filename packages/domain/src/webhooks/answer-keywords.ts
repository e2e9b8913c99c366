import type { TxContext } from '../context/context.ts';
import { answerKeyword } from '../opt-outs/answer-keyword.ts';
import type { Keyword } from '../opt-outs/keywords.ts';
import type { Inbound } from './inbound.ts';

/** Answers the keywords to which an answer is owed. */
export async function answerKeywords(ctx: TxContext, inbounds: readonly Inbound[]): Promise<void> {
  for (const inbound of inbounds) {
    if (inbound.keyword !== undefined && inbound.due)
      await answerKeyword(ctx, answerable(inbound, inbound.keyword));
  }
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
