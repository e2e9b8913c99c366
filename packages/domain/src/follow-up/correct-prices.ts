import type { EarlierCharge, ListedMessage, Match } from './listed-messages.ts';

/** What the carrier charged for one attempt beyond (or, negative, below) what was booked for it, micro-dollars. */
export type PriceDrift = {
  messageId: string;
  attempt: number;
  campaignId: string | null;
  budgetDay: string;
  driftMicros: number;
};

export type Priced = {
  messages: ListedMessage[];
  earlier: EarlierCharge[];
  drifts: PriceDrift[];
};

/** The carrier's words for a text that never left it. */
const neverLeft: ReadonlySet<string> = new Set(['failed', 'canceled']);

/** What a listed text costs: nothing when it never left and no price is told; null while that is not known. */
function costOf({ priceMicros, status }: Match['text']): number | null {
  return priceMicros ?? (neverLeft.has(status) ? 0 : null);
}

/**
 * Takes the prices of the carrier's list for what was booked by our own. A price that is not known yet changes nothing.
 *
 * @param messages by id, as they are after their statuses were corrected
 */
export function correctPrices(
  matches: readonly Match[],
  messages: ReadonlyMap<string, ListedMessage>,
  earlier: readonly EarlierCharge[],
): Priced {
  const found: Priced = { messages: [], earlier: [], drifts: [] };
  for (const { text, messageId, attempt } of matches) {
    const costMicros = costOf(text);
    const message = messages.get(messageId);
    if (costMicros === null || message === undefined) continue;
    const kept = earlier.find((charge) => charge.messageId === messageId && charge.attempt === attempt);
    const booked = kept ?? (message.attempt === attempt ? message : undefined);
    if (booked === undefined || booked.budgetDay === null) continue;
    const priced = text.priceMicros !== null;
    if (booked.costMicros === costMicros && booked.priced === priced) continue;
    const driftMicros = costMicros - (booked.costMicros ?? 0);
    if (kept === undefined) found.messages.push({ ...message, costMicros, priced });
    else found.earlier.push({ ...kept, costMicros, priced });
    if (driftMicros === 0) continue;
    const { campaignId } = message;
    found.drifts.push({ messageId, attempt, campaignId, budgetDay: booked.budgetDay, driftMicros });
  }
  return found;
}
