import type { Contact, CreateContact } from '@sms-crm/contracts/contacts';
import { contactAttributes, contacts, contactTags, contactWords } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { grantConsent } from '../consent/grant.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { completeContacts, findContactRow } from './contact-row.ts';
import { parsePhone } from './phone.ts';
import { searchWords } from './words.ts';

/**
 * Adds one contact by hand.
 *
 * @throws DomainError `invalid_input` when the phone does not exist, `already_exists` when a contact has it
 */
export async function createContact(ctx: Context, input: CreateContact): Promise<Contact> {
  requirePermission(ctx, 'contacts:write');
  return withTransaction(ctx, async (ctx) => {
    const { defaultCountry } = await tenantSettings(ctx);
    const parsed = parsePhone(input.phone, defaultCountry);
    if (parsed === null) throw noSuchPhone(input.phone, defaultCountry);
    const [row] = await ctx.tx.db
      .insert(contacts)
      .values({
        tenantId: ctx.tenantId,
        phone: parsed.phone,
        country: parsed.country,
        firstName: input.firstName ?? null,
        lastName: input.lastName ?? null,
        email: input.email ?? null,
        city: input.city ?? null,
        region: input.region ?? null,
        postalCode: input.postalCode ?? null,
      })
      .onConflictDoNothing()
      .returning();
    if (row === undefined) {
      throw new DomainError('already_exists', {
        detail: `A contact with the phone ${parsed.phone} exists already. Search for it and change it there.`,
        fields: [{ field: 'phone', detail: 'a contact with this phone exists already' }],
      });
    }
    await writeTagsAndWords(ctx, row, input);
    if (input.consent !== undefined) await grantConsent(ctx, [row], input.consent);
    await audit(ctx, {
      action: 'contact.create',
      target: { type: 'contact', id: row.id },
      after: { phone: row.phone },
    });
    const complete = await completeContacts(ctx, [(await findContactRow(ctx, row.id)) ?? row]);
    const [contact] = complete;
    if (contact === undefined) throw new Error(`contact ${row.id} vanished inside its own transaction`);
    return contact;
  });
}

async function writeTagsAndWords(
  ctx: TxContext,
  row: typeof contacts.$inferSelect,
  input: CreateContact,
): Promise<void> {
  const { db } = ctx.tx;
  const own = { tenantId: ctx.tenantId, contactId: row.id };
  const tags = [...new Set(input.tags)].map((tag) => ({ ...own, tag }));
  const attributes = Object.entries(input.attributes ?? {}).map(([key, value]) => ({ ...own, key, value }));
  const words = searchWords(row.firstName, row.lastName, row.email).map((word) => ({ ...own, word }));
  if (tags.length > 0) await db.insert(contactTags).values(tags);
  if (attributes.length > 0) await db.insert(contactAttributes).values(attributes);
  if (words.length > 0) await db.insert(contactWords).values(words);
}

/** The answer to a phone that cannot exist. */
export function noSuchPhone(text: string, country: string): DomainError {
  return new DomainError('invalid_input', {
    detail: `“${text}” is not a phone number that exists (read as a number of ${country}). Write it with its country code, e.g. +14155550123.`,
    fields: [{ field: 'phone', detail: 'not a phone number that exists' }],
  });
}
