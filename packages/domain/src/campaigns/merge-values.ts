import { and, inArray } from 'drizzle-orm';
import { contactAttributes, type contacts } from '@sms-crm/db/tables/contacts';
import type { TxContext } from '../context/context.ts';

export type ContactFields = Pick<
  typeof contacts.$inferSelect,
  'id' | 'phone' | 'firstName' | 'lastName' | 'email' | 'city' | 'region' | 'postalCode'
>;

/** Merge fields every contact has; the others are attributes of the tenant's own. */
export const builtInFields = ['first_name', 'last_name', 'email', 'city', 'region', 'postal_code', 'phone'];

/** The merge values of a contact without its attributes. */
export function builtInValues(contact: ContactFields): Record<string, string> {
  return {
    first_name: contact.firstName ?? '',
    last_name: contact.lastName ?? '',
    email: contact.email ?? '',
    city: contact.city ?? '',
    region: contact.region ?? '',
    postal_code: contact.postalCode ?? '',
    phone: contact.phone,
  };
}

/** Merge values of many contacts, with their attributes: all of them, or those that a template uses. */
export async function mergeValues(
  ctx: TxContext,
  rows: readonly ContactFields[],
  fields?: readonly string[],
): Promise<Map<string, Record<string, string>>> {
  const values = new Map(rows.map((row) => [row.id, builtInValues(row)]));
  const own = fields?.filter((field) => !builtInFields.includes(field));
  if (own?.length === 0 || rows.length === 0) return values;
  const attributes = await ctx.tx.db
    .select()
    .from(contactAttributes)
    .where(
      and(
        inArray(contactAttributes.contactId, [...values.keys()]),
        own && inArray(contactAttributes.key, own),
      ),
    );
  for (const { contactId, key, value } of attributes) {
    const known = values.get(contactId);
    if (known !== undefined && !builtInFields.includes(key)) known[key] = value;
  }
  return values;
}
