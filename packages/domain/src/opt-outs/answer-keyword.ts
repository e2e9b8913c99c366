import type { StopConfirmer } from '@sms-crm/contracts/numbers';
import type { MessageKind } from '@sms-crm/contracts/gates';
import type { TxContext } from '../context/context.ts';
import { createOutbound } from '../messages/create-outbound.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { answeredByCarrier } from './answered-by-carrier.ts';
import type { Keyword, KeywordIntent } from './keywords.ts';
import { keywordReply } from './replies.ts';

/** A confirmation may come up to 5 minutes after the STOP (47 CFR 64.1200(a)(12)); later than that none is sent. */
const confirmWithinMs = 5 * 60_000;

/** An inbound message with a keyword that is stored and obeyed already. */
export type StoredInbound = {
  messageId: string;
  at: Date;
  phone: string;
  contactId: string | null;
  body: string;
  /** The tenant's number it was sent to, if it still has it. */
  number: { id: string; stopConfirmer: StopConfirmer } | null;
  keyword: Keyword;
  /** What the carrier says it was, when it has answered it already. */
  answeredAs: 'STOP' | 'START' | 'HELP' | undefined;
};

const kindOf: Readonly<Record<KeywordIntent, MessageKind>> = {
  stop: 'opt-out-confirmation',
  start: 'auto-reply',
  help: 'help',
};

/**
 * Answers a keyword once, if nobody else does and it is not too late. To be called for a STOP or START only when it changed
 * something, so that a repeated STOP gets no second confirmation.
 */
export async function answerKeyword(ctx: TxContext, inbound: StoredInbound): Promise<void> {
  const { keyword, number } = inbound;
  if (number === null || !mayAnswer(ctx, { ...inbound, number })) return;
  const sender = await tenantSettings(ctx);
  await createOutbound(ctx, {
    kind: kindOf[keyword.intent],
    contactId: inbound.contactId,
    phone: inbound.phone,
    numberId: number.id,
    body: keywordReply(keyword.intent, keyword.language, sender),
    replyToId: inbound.messageId,
    sendBefore: new Date(inbound.at.getTime() + confirmWithinMs),
  });
}

function mayAnswer(
  ctx: TxContext,
  inbound: StoredInbound & { number: { stopConfirmer: StopConfirmer } },
): boolean {
  if (inbound.answeredAs !== undefined) return false;
  if (answeredByCarrier(inbound.number.stopConfirmer, inbound.body)) return false;
  return ctx.services.clock.now().getTime() - inbound.at.getTime() < confirmWithinMs;
}
