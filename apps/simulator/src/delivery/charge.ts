import { chanceOf, drawWithin } from '../chance/chance.ts';
import type { Message } from '../messages/message.ts';
import { pricePerPart } from '../settings/prices.ts';
import type { Simulator } from '../simulator.ts';

/**
 * Charges a text that left. The price appears some time later, for some texts never (they are charged all
 * the same), and for some it is not the list's. Calls `onEnd` when nothing of the price is to come.
 */
export function chargeSent(simulator: Simulator, message: Message, onEnd: () => void): void {
  const { settings } = simulator;
  const happens = (rate: number, what: string) =>
    rate > 0 && chanceOf(settings.seed, message.to, message.ordinal, what) < rate;
  const drifts = happens(settings.priceDriftRate, 'drift');
  const listMicros = message.parts * pricePerPart(settings, message.to);
  const micros = drifts ? Math.round(listMicros * settings.priceDriftFactor) : listMicros;
  simulator.truth.charge(message.to, micros);
  if (happens(settings.priceMissingRate, 'no price')) {
    onEnd();
    return;
  }
  const afterMs = drawWithin(settings.priceAfterMs, settings.seed, message.to, message.ordinal, 'price');
  simulator.steps.after(afterMs, () => {
    message.priceMicros = micros;
    message.updatedAtMs = simulator.now();
    simulator.stats.outboundPriceMicros += micros;
    onEnd();
  });
}
