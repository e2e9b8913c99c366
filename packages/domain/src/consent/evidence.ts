import type { ConsentEvidence } from '@sms-crm/contracts/contacts';
import type { Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';

/** A date picked for today may lie this far ahead of UTC, ms. */
const aheadMs = 24 * 3_600_000;

/**
 * Evidence whose moment has passed.
 *
 * @throws DomainError `invalid_input`: nobody can have agreed in the future
 */
export function pastEvidence(ctx: Context, evidence: ConsentEvidence): ConsentEvidence {
  if (new Date(evidence.agreedAt).getTime() <= ctx.services.clock.now().getTime() + aheadMs) return evidence;
  const detail = `Nobody can have agreed on ${evidence.agreedAt.slice(0, 10)}: that day is still to come. Give the date on which they agreed.`;
  throw new DomainError('invalid_input', { detail, fields: [{ field: 'consent.agreedAt', detail }] });
}
