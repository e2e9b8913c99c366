import type { ConsentEvidence } from '@sms-crm/contracts/contacts';
import type { Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';

/** The clocks of two machines may differ by this much, ms. */
const aheadMs = 5 * 60_000;

/** Nobody agreed to texts before there were any; an earlier date is a slip or a default. */
export const firstAgreement = '1990-01-01';

/**
 * Evidence whose moment has passed.
 *
 * @throws DomainError `invalid_input`: nobody can have agreed in the future, nor before there were texts
 */
export function pastEvidence(ctx: Context, evidence: ConsentEvidence): ConsentEvidence {
  const agreedAt = Date.parse(evidence.agreedAt);
  if (agreedAt > ctx.services.clock.now().getTime() + aheadMs) {
    throw impossible(`Nobody can have agreed at ${evidence.agreedAt}: that is still to come.`);
  }
  if (agreedAt < Date.parse(firstAgreement)) {
    throw impossible(`Nobody can have agreed at ${evidence.agreedAt}: there were no texts yet.`);
  }
  return evidence;
}

function impossible(why: string): DomainError {
  const detail = `${why} Give the date on which they agreed.`;
  return new DomainError('invalid_input', { detail, fields: [{ field: 'consent.agreedAt', detail }] });
}
