import type { SendingNumber } from '../accounts/number.ts';
import { chanceOf, pickByWeight } from '../chance/chance.ts';
import type { Outcome, Settings } from '../settings/settings.ts';

/**
 * What becomes of a text to this phone: a registration that lacks, the phone's own outcome, the number's,
 * else chance. Chance looks at seed and phone alone, so a phone out of reach stays so for every text.
 */
export function chooseOutcome(settings: Settings, phone: string, number: SendingNumber | undefined): Outcome {
  const lacking = number === undefined ? undefined : lackingRegistration(number, phone);
  if (lacking !== undefined) return lacking;
  const own = settings.outcomes[phone];
  if (own !== undefined) return own;
  if (number !== undefined && number.delivery !== 'by-chance') return number.delivery;
  if (settings.failureRate === 0) return 'delivered';
  if (chanceOf(settings.seed, phone, 'reach') >= settings.failureRate) return 'delivered';
  const code = pickByWeight(settings.failureMix, chanceOf(settings.seed, phone, 'code'));
  return code === undefined ? 'delivered' : Number(code);
}

const lackingCodes = { none: 30_034, pending: 30_035, suspended: 30_033 } as const;

/** North American networks take texts of registered long codes and verified toll-free numbers only. */
function lackingRegistration({ registration, type }: SendingNumber, phone: string): number | undefined {
  if (registration === 'approved' || !phone.startsWith('+1') || type === 'short-code') return undefined;
  return type === 'toll-free' ? 30_032 : lackingCodes[registration];
}
