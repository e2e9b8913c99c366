import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Contact } from '@sms-crm/contracts/contacts';
import type { MessageKind } from '@sms-crm/contracts/gates';
import { contactAttributes, contacts, contactTags } from '@sms-crm/db/tables/contacts';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import { isDoNotContact } from '../gates/do-not-contact.ts';

export type ContactRow = typeof contacts.$inferSelect;

/** Completes contact rows with their tags, attributes and do-not-contact state: three queries for a page. */
export async function completeContacts(ctx: TxContext, rows: readonly ContactRow[]): Promise<Contact[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const { db } = ctx.tx;
  const tags = await db
    .select({ contactId: contactTags.contactId, tag: contactTags.tag })
    .from(contactTags)
    .where(inArray(contactTags.contactId, ids))
    .orderBy(contactTags.tag);
  const attributes = await db
    .select()
    .from(contactAttributes)
    .where(inArray(contactAttributes.contactId, ids));
  const stopped = await db
    .select({ id: contacts.id, wholly: listed('reply') })
    .from(contacts)
    .where(and(inArray(contacts.id, ids), listed('campaign-marketing')));
  const tagsOf = Map.groupBy(tags, (row) => row.contactId);
  const attributesOf = Map.groupBy(attributes, (row) => row.contactId);
  const whollyOf = new Map(stopped.map(({ id, wholly }) => [id, wholly]));
  return rows.map((row) => ({
    id: row.id,
    phone: row.phone,
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    city: row.city,
    region: row.region,
    postalCode: row.postalCode,
    timeZone: row.timeZone,
    country: row.country,
    consent: row.consent,
    doNotContact: whollyOf.get(row.id) === true,
    heldForReview: whollyOf.get(row.id) === false,
    tags: (tagsOf.get(row.id) ?? []).map((tag) => tag.tag),
    attributes: Object.fromEntries((attributesOf.get(row.id) ?? []).map(({ key, value }) => [key, value])),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

function listed(kind: MessageKind) {
  return isDoNotContact(sql`${contacts.phone}`, { kind: sql`${kind}::text`, simulated: true });
}

/** The contact's row, locked for a change when `lock` is set. */
export async function findContactRow(
  ctx: TxContext,
  id: string,
  lock = false,
): Promise<ContactRow | undefined> {
  const query = ctx.tx.db.select().from(contacts).where(eq(contacts.id, id));
  const rows = lock ? await query.for('no key update') : await query;
  return rows[0];
}

/**
 * A contact as the API shows it.
 *
 * @throws DomainError `not_found`
 */
export async function readContact(ctx: TxContext, id: string): Promise<Contact> {
  const row = await findContactRow(ctx, id);
  const [contact] = await completeContacts(ctx, row === undefined ? [] : [row]);
  if (contact === undefined) throw notFound('contact');
  return contact;
}
