import { and, asc, desc, lt } from 'drizzle-orm';
import type { Contact } from '@sms-crm/contracts/contacts';
import { contactAttributes, contacts } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { csvLines } from '../csv/write.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { completeContacts } from './contact-row.ts';
import { filterContacts, type ContactFilter } from './filter.ts';

/** Contacts read at once: with all attributes there may be, 6 MB. */
const pageRows = 250;

/** Most attribute columns. */
const maxAttributes = 200;

const columns: readonly [header: string, value: (contact: Contact) => string | null][] = [
  ['phone', (contact) => contact.phone],
  ['first_name', (contact) => contact.firstName],
  ['last_name', (contact) => contact.lastName],
  ['email', (contact) => contact.email],
  ['city', (contact) => contact.city],
  ['region', (contact) => contact.region],
  ['postal_code', (contact) => contact.postalCode],
  ['time_zone', (contact) => contact.timeZone],
  ['country', (contact) => contact.country],
  ['consent', (contact) => contact.consent],
  ['do_not_contact', (contact) => (contact.doNotContact ? 'yes' : 'no')],
  ['tags', (contact) => contact.tags.join(', ')],
  ['created_at', (contact) => contact.createdAt],
];

/**
 * Contacts as CSV, newest first, one column per attribute at the end.
 *
 * @returns the text in pieces; each piece is read when it is asked for, in a short transaction of its own
 */
export async function exportContacts(ctx: Context, filter: ContactFilter): Promise<AsyncIterable<string>> {
  requirePermission(ctx, 'contacts:export');
  const { defaultCountry, keys } = await withTransaction(ctx, async (ctx) => {
    await audit(ctx, { action: 'contact.export', target: { type: 'contact', id: null }, after: filter });
    const { defaultCountry } = await tenantSettings(ctx);
    const rows = await ctx.tx.db
      .selectDistinct({ key: contactAttributes.key })
      .from(contactAttributes)
      .orderBy(asc(contactAttributes.key))
      .limit(maxAttributes);
    return { defaultCountry, keys: rows.map(({ key }) => key) };
  });
  return contactsText(ctx, { filter, defaultCountry, keys });
}

async function* contactsText(
  ctx: Context,
  options: { filter: ContactFilter; defaultCountry: string; keys: readonly string[] },
): AsyncGenerator<string> {
  const fixed = columns.map(([header]) => header);
  yield csvLines([
    [...fixed, ...options.keys.map((key) => (fixed.includes(key) ? `attribute_${key}` : key))],
  ]);
  let behind: string | undefined;
  for (;;) {
    const page = await withTransaction(ctx, async (ctx) => {
      const rows = await ctx.tx.db
        .select()
        .from(contacts)
        .where(
          and(
            behind === undefined ? undefined : lt(contacts.id, behind),
            filterContacts(ctx, options.filter, options.defaultCountry),
          ),
        )
        .orderBy(desc(contacts.id))
        .limit(pageRows);
      return completeContacts(ctx, rows);
    });
    const last = page.at(-1);
    if (last === undefined) return;
    yield csvLines(
      page.map((contact) => [
        ...columns.map(([, value]) => value(contact) ?? ''),
        ...options.keys.map((key) => contact.attributes[key] ?? ''),
      ]),
    );
    behind = last.id;
  }
}
