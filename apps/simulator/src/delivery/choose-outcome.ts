import type { SendingNumber } from '../accounts/account.ts';
import { chanceOf, pickByWeight } from '../chance/chance.ts';
import type { Outcome, Settings } from '../settings/settings.ts';

/**
 * What becomes of a text to this phone: the phone's own outcome, else the number's, else chance.
 * Chance looks at seed and phone alone, so a phone out of reach stays so for every text.
 */
export function chooseOutcome(
  settings: Settings,
  phone: string,
  delivery: SendingNumber['delivery'] | undefined,
): Outcome {
  const own = settings.outcomes[phone];
  if (own !== undefined) return own;
  if (delivery !== undefined && delivery !== 'by-chance') return delivery;
  if (chanceOf(settings.seed, phone, 'reach') >= settings.failureRate) return 'delivered';
  const code = pickByWeight(settings.failureMix, chanceOf(settings.seed, phone, 'code'));
  return code === undefined ? 'delivered' : Number(code);
}
