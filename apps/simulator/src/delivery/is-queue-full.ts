import type { SendingNumber } from '../accounts/number.ts';
import type { Simulator } from '../simulator.ts';
import { rateOf } from './number-queues.ts';

/** Whether a number's queue has no room for another text: it holds what leaves in `queueSeconds` (Twilio: ten hours). */
export function isQueueFull(simulator: Simulator, number: SendingNumber | undefined): boolean {
  const { settings, queues } = simulator;
  const rateParts = rateOf(settings, number);
  if (number === undefined || rateParts === null) return false;
  return queues.waiting(number.phone, rateParts, simulator.now()) + 1 > rateParts * settings.queueSeconds;
}
