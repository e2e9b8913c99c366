import type { Contact, CreateContact } from '@sms-crm/contracts/contacts';
import type { FieldError } from '@sms-crm/contracts/errors';
import { isTimeZone, noSuchTimeZone } from '@sms-crm/contracts/scalars';
import { contacts } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { pastEvidence } from '../consent/evidence.ts';
import { grantConsent } from '../consent/grant.ts';
import { quietKeyOf } from '../quiet-hours/places.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { addAttributes, addTags, replaceWords } from './attachments.ts';
import { readContact } from './contact-row.ts';
import { parsePhone } from './phone.ts';
import { contactWordsOf } from './words.ts';

/**
 * Adds one contact by hand.
 *
 * @throws DomainError `invalid_input` when phone or time zone do not exist, `already_exists` when a contact has it
 */
export async function createContact(ctx: Context, input: CreateContact): Promise<Contact> {
  requirePermission(ctx, 'contacts:write');
  return withTransaction(ctx, async (ctx) => {
    const { defaultCountry } = await tenantSettings(ctx);
    const parsed = parsePhone(input.phone, defaultCountry);
    const { timeZone = null } = input;
    const noZone = timeZone !== null && !isTimeZone(timeZone);
    if (parsed === null) throw noSuchPhone(input.phone, defaultCountry, noZone ? [wrongZone] : []);
    if (noZone) throw new DomainError('invalid_input', { detail: noSuchTimeZone, fields: [wrongZone] });
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
        timeZone,
        quietKey: quietKeyOf(parsed.phone, { zone: timeZone, state: input.region ?? null }, defaultCountry),
      })
      .onConflictDoNothing()
      .returning();
    if (row === undefined) {
      throw new DomainError('already_exists', {
        detail: `A contact with the phone ${parsed.phone} exists already. Search for it and change it there.`,
        fields: [{ field: 'phone', detail: 'a contact with this phone exists already' }],
      });
    }
    const { id } = row;
    await addTags(
      ctx,
      [...new Set(input.tags)].map((tag) => ({ contactId: id, tag })),
    );
    await addAttributes(
      ctx,
      Object.entries(input.attributes ?? {}).map(([key, value]) => ({ contactId: id, key, value })),
    );
    await replaceWords(ctx, [{ contactId: id, isNew: true, words: contactWordsOf(row) }]);
    if (input.consent !== undefined) await grantConsent(ctx, [row], pastEvidence(ctx, input.consent));
    await audit(ctx, {
      action: 'contact.create',
      target: { type: 'contact', id: row.id },
      after: { phone: row.phone },
    });
    return readContact(ctx, row.id);
  });
}

const wrongZone: FieldError = { field: 'timeZone', detail: noSuchTimeZone };

/** The answer to a phone that cannot exist, with what else is wrong. */
export function noSuchPhone(text: string, country: string, others: readonly FieldError[] = []): DomainError {
  return new DomainError('invalid_input', {
    detail: `“${text}” is not a phone number that exists (read as a ${country} number). Write it with its country code, e.g. +14155550123.`,
    fields: [{ field: 'phone', detail: 'not a phone number that exists' }, ...others],
  });
}
