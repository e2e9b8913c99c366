import { eq } from 'drizzle-orm';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { contacts, contactWords } from '@sms-crm/db/tables/contacts';
import { messages } from '@sms-crm/db/tables/messages';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError, notFound } from '../context/errors.ts';
import { findContactRow } from './contact-row.ts';

/**
 * Deletes a contact who never got or sent a message; evidence of consent and do-not-contact entries stay.
 *
 * @throws DomainError `conflict` when there are messages, `wrong_state` while an audience is being frozen, `not_found`
 */
export async function deleteContact(ctx: Context, input: { id: string }): Promise<void> {
  requirePermission(ctx, 'contacts:write');
  await withTransaction(ctx, async (ctx) => {
    const row = await findContactRow(ctx, input.id, true);
    if (row === undefined) throw notFound('contact');
    const launching = await ctx.tx.db
      .select({ id: campaigns.id })
      .from(campaigns)
      .where(eq(campaigns.status, 'launching'))
      .limit(1);
    if (launching.length > 0) {
      throw new DomainError('wrong_state', {
        detail:
          'A campaign is being launched and this contact may be in its audience. Try again in a moment.',
      });
    }
    const texts = await ctx.tx.db
      .select({ id: messages.id })
      .from(messages)
      .where(eq(messages.contactId, row.id))
      .limit(1);
    if (texts.length > 0) {
      throw new DomainError('conflict', {
        detail: `${row.phone} has messages, which reports and the law need. Put the phone on the do-not-contact list instead.`,
      });
    }
    await ctx.tx.db.delete(contactWords).where(eq(contactWords.contactId, row.id));
    await ctx.tx.db.delete(contacts).where(eq(contacts.id, row.id));
    await audit(ctx, {
      action: 'contact.delete',
      target: { type: 'contact', id: row.id },
      before: { phone: row.phone },
    });
  });
}
