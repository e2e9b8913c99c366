import type { Contact } from '@sms-crm/contracts/contacts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { readContact } from './contact-row.ts';

/**
 * One contact.
 *
 * @throws DomainError `not_found`
 */
export async function getContact(ctx: Context, input: { id: string }): Promise<Contact> {
  requirePermission(ctx, 'contacts:read');
  return withTransaction(ctx, (ctx) => readContact(ctx, input.id));
}
