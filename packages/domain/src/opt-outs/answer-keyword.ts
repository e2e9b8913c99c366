import type { StopConfirmer } from '@sms-crm/contracts/numbers';
import type { MessageKind } from '@sms-crm/contracts/gates';
import type { TxContext } from '../context/context.ts';
import { createOutbound } from '../messages/create-outbound.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { answeredByCarrier } from './answered-by-carrier.ts';
import { countOptOut } from './count-opt-out.ts';
import type { KeywordIntent } from './keywords.ts';
import { obeyWishes } from './obey-wishes.ts';
import { readKeyword } from './read-keyword.ts';
import { keywordReply } from './replies.ts';

/** A confirmation may come up to 5 minutes after the STOP (47 CFR 64.1200(a)(12)); later than that none is sent. */
const confirmWithinMs = 5 * 60_000;

/** An inbound message that is stored already. */
export type StoredInbound = {
  messageId: string;
  at: Date;
  phone: string;
  contactId: string | null;
  body: string;
  /** The tenant's number it was sent to, if it still has it. */
  number: { id: string; stopConfirmer: StopConfirmer } | null;
  /** The campaign whose message it answers. */
  campaignId: string | null;
  /** What the carrier says it was, when it has answered it already. */
  answeredAs: 'STOP' | 'START' | 'HELP' | undefined;
  /** Whether its wish changed something, when it was obeyed as the text came in; null when it is still to be obeyed. */
  changed: boolean | null;
};

const kindOf: Readonly<Record<KeywordIntent, MessageKind>> = {
  stop: 'opt-out-confirmation',
  start: 'auto-reply',
  help: 'help',
};

/**
 * Does what a keyword asks for, and answers it once if nobody else does: a STOP or START only when it changed something, so a
 * repeated STOP gets no second confirmation.
 *
 * @returns whether the text was a keyword: a YES of somebody who was not stopped is an ordinary reply
 */
export async function answerKeyword(ctx: TxContext, inbound: StoredInbound): Promise<boolean> {
  const keyword = readKeyword({ Body: inbound.body, OptOutType: inbound.answeredAs });
  if (keyword === undefined) return false;
  const due = await obey(ctx, keyword.intent, inbound);
  const isKeyword = due || keyword.intent !== 'start';
  if (!due || inbound.number === null || !mayAnswer(ctx, inbound)) return isKeyword;
  const sender = await tenantSettings(ctx);
  const sendBefore = new Date(inbound.at.getTime() + confirmWithinMs);
  await createOutbound(ctx, {
    kind: kindOf[keyword.intent],
    contactId: inbound.contactId,
    phone: inbound.phone,
    numberId: inbound.number.id,
    body: keywordReply(keyword.intent, keyword.language, sender),
    replyToId: inbound.messageId,
    sendBefore,
  });
  return isKeyword;
}

/** @returns whether an answer is due: a repeated STOP or START gets none */
async function obey(ctx: TxContext, intent: KeywordIntent, inbound: StoredInbound): Promise<boolean> {
  if (intent === 'help') return true;
  const changed = inbound.changed ?? (await obeyWishes(ctx, [{ ...inbound, intent }])).size > 0;
  if (changed && intent === 'stop') await countOptOut(ctx, inbound);
  return changed;
}

function mayAnswer(ctx: TxContext, inbound: StoredInbound): boolean {
  if (inbound.number === null || inbound.answeredAs !== undefined) return false;
  if (answeredByCarrier(inbound.number.stopConfirmer, inbound.body)) return false;
  return ctx.services.clock.now().getTime() - inbound.at.getTime() < confirmWithinMs;
}
