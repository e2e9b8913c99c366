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
    const { priceMicros } = text;
    const message = messages.get(messageId);
    if (priceMicros === null || message === undefined) continue;
    const kept = earlier.find((charge) => charge.messageId === messageId && charge.attempt === attempt);
    const booked = kept ?? (message.attempt === attempt ? message : undefined);
    if (booked === undefined || booked.budgetDay === null) continue;
    if (booked.priced && booked.costMicros === priceMicros) continue;
    const driftMicros = priceMicros - (booked.costMicros ?? 0);
    if (kept === undefined) found.messages.push({ ...message, costMicros: priceMicros, priced: true });
    else found.earlier.push({ ...kept, costMicros: priceMicros, priced: true });
    if (driftMicros === 0) continue;
    const { campaignId } = message;
    found.drifts.push({ messageId, attempt, campaignId, budgetDay: booked.budgetDay, driftMicros });
  }
  return found;
}
