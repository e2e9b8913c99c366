import type { ContactDetails } from '@sms-crm/contracts/contacts';
import { listConsentEvents } from '../consent/list.ts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { readContact } from './contact-row.ts';

/**
 * One contact with the latest evidence of what they agreed to.
 *
 * @throws DomainError `not_found`
 */
export async function getContact(ctx: Context, input: { id: string }): Promise<ContactDetails> {
  requirePermission(ctx, 'contacts:read');
  return withTransaction(ctx, async (ctx) => ({
    ...(await readContact(ctx, input.id)),
    consentEvents: await listConsentEvents(ctx, input.id),
  }));
}
