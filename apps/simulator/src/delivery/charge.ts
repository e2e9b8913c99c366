import { chanceOf, pickWithin } from '../chance/chance.ts';
import type { Message } from '../messages/message.ts';
import { pricePerPart } from '../settings/prices.ts';
import type { Simulator } from '../simulator.ts';

/**
 * Charges a text that left. The price appears some time later, for some texts never (they are charged all
 * the same), and for some it is not the list's. Calls `onEnd` when nothing of the price is to come.
 */
export function chargeSent(simulator: Simulator, message: Message, onEnd: () => void): void {
  const { settings } = simulator;
  const chance = (what: string) => chanceOf(settings.seed, message.to, message.ordinal, what);
  const drifts = settings.priceDriftRate > 0 && chance('drift') < settings.priceDriftRate;
  const listMicros = message.parts * pricePerPart(settings, message.to);
  const micros = drifts ? Math.round(listMicros * settings.priceDriftFactor) : listMicros;
  simulator.truth.charge(message.to, micros);
  const isHidden = settings.priceMissingRate > 0 && chance('no price') < settings.priceMissingRate;
  if (isHidden) {
    onEnd();
    return;
  }
  simulator.steps.after(pickWithin(settings.priceAfterMs, chance('price')), () => {
    message.priceMicros = micros;
    message.updatedAtMs = simulator.now();
    simulator.stats.outboundPriceMicros += micros;
    onEnd();
  });
}
