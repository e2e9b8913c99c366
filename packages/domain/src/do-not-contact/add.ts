import { and, eq } from 'drizzle-orm';
import type { AddDnc, DncEntry } from '@sms-crm/contracts/do-not-contact';
import { doNotContact } from '@sms-crm/db/tables/contacts';
import { noSuchPhone } from '../contacts/create.ts';
import { parsePhone } from '../contacts/phone.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { blockPhones } from './block.ts';
import { dncView } from './entry.ts';

/**
 * Puts a phone on the list by hand. Adding it twice changes nothing.
 *
 * @throws DomainError `invalid_input` when the phone does not exist
 */
export async function addDoNotContact(ctx: Context, input: AddDnc): Promise<DncEntry> {
  requirePermission(ctx, 'do-not-contact:write');
  return withTransaction(ctx, async (ctx) => {
    const { defaultCountry } = await tenantSettings(ctx);
    const parsed = parsePhone(input.phone, defaultCountry);
    if (parsed === null) throw noSuchPhone(input.phone, defaultCountry);
    const { phone } = parsed;
    const added = await blockPhones(ctx, [phone], { origin: 'operator', reason: input.reason ?? null });
    const [entry] = await ctx.tx.db
      .select()
      .from(doNotContact)
      .where(and(eq(doNotContact.phone, phone), eq(doNotContact.origin, 'operator')));
    if (entry === undefined) throw notFound('entry of the do-not-contact list');
    if (added.length > 0) {
      await audit(ctx, {
        action: 'do-not-contact.add',
        target: { type: 'phone', id: phone },
        after: { reason: entry.reason },
      });
    }
    return dncView(entry);
  });
}
