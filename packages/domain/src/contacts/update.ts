import { eq } from 'drizzle-orm';
import type { Contact, UpdateContact } from '@sms-crm/contracts/contacts';
import { contactAttributes, contacts, contactTags } from '@sms-crm/db/tables/contacts';
import { pastEvidence } from '../consent/evidence.ts';
import { grantConsent } from '../consent/grant.ts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import { quietKeyOf } from '../quiet-hours/places.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { addAttributes, addTags, replaceWords } from './attachments.ts';
import { findContactRow, readContact } from './contact-row.ts';
import { contactWordsOf } from './words.ts';

/**
 * Changes a contact: given fields replace, tags and attributes as a whole; evidence of consent is added.
 *
 * @throws DomainError `not_found`
 */
export async function updateContact(ctx: Context, input: { id: string } & UpdateContact): Promise<Contact> {
  requirePermission(ctx, 'contacts:write');
  return withTransaction(ctx, async (ctx) => {
    const { id, tags, attributes, consent, ...fields } = input;
    const row = await findContactRow(ctx, id, true);
    if (row === undefined) throw notFound('contact');
    const before = await readContact(ctx, id);
    const { defaultCountry } = await tenantSettings(ctx);
    const { timeZone = row.timeZone, region = row.region } = fields;
    const quietKey = quietKeyOf(row.phone, { zone: timeZone, state: region }, defaultCountry);
    const [changed] = await ctx.tx.db
      .update(contacts)
      .set({ ...fields, quietKey, updatedAt: ctx.services.clock.now() })
      .where(eq(contacts.id, id))
      .returning();
    if (changed === undefined) throw notFound('contact');
    await replaceWords(ctx, [{ contactId: id, isNew: false, words: contactWordsOf(changed) }]);
    if (tags !== undefined) await replaceTags(ctx, id, tags);
    if (attributes !== undefined) await replaceAttributes(ctx, id, attributes);
    if (consent !== undefined) await grantConsent(ctx, [row], pastEvidence(ctx, consent));
    const after = await readContact(ctx, id);
    await audit(ctx, {
      action: 'contact.update',
      target: { type: 'contact', id },
      before: changedOf(before, after),
      after: changedOf(after, before),
    });
    return after;
  });
}

async function replaceTags(ctx: TxContext, contactId: string, tags: readonly string[]): Promise<void> {
  await ctx.tx.db.delete(contactTags).where(eq(contactTags.contactId, contactId));
  await addTags(
    ctx,
    [...new Set(tags)].map((tag) => ({ contactId, tag })),
  );
}

async function replaceAttributes(
  ctx: TxContext,
  contactId: string,
  attributes: Record<string, string>,
): Promise<void> {
  await ctx.tx.db.delete(contactAttributes).where(eq(contactAttributes.contactId, contactId));
  await addAttributes(
    ctx,
    Object.entries(attributes).map(([key, value]) => ({ contactId, key, value })),
  );
}

/** The fields of one version that differ in the other. */
function changedOf(one: Contact, other: Contact): Record<string, unknown> {
  const others = new Map<string, unknown>(Object.entries(other));
  const differs = ([key, value]: [string, unknown]): boolean =>
    key !== 'updatedAt' && JSON.stringify(value) !== JSON.stringify(others.get(key));
  return Object.fromEntries(Object.entries(one).filter(differs));
}
