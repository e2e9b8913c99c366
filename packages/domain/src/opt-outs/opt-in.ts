import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import { consentEvents, contacts } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import type { RecipientWish } from './opt-out.ts';

/**
 * A recipient's START: lifts their own STOP and brings consent back to what it was before it. It never creates consent that was
 * not there, and whatever else put the phone on the do-not-contact list keeps blocking. A START older than the STOP changes nothing.
 *
 * @returns whether a STOP was lifted
 */
export async function optIn(ctx: Context, input: RecipientWish): Promise<{ changed: boolean }> {
  requirePermission(ctx, 'do-not-contact:write');
  return withTransaction(ctx, async (ctx) => {
    const at = input.at.toISOString();
    const { rowCount } = await ctx.tx.db.execute(sql`
      update do_not_contact set lifted_at = ${at}
      where tenant_id = ${ctx.tenantId} and phone = ${input.phone} and origin = 'recipient'
        and lifted_at is null and created_at <= ${at}`);
    if (rowCount !== 1) return { changed: false };
    await restoreConsent(ctx, input);
    await audit(ctx, {
      action: 'opt-out.lift',
      target: { type: 'message', id: input.messageId },
      before: { phone: input.phone, origin: 'recipient' },
    });
    return { changed: true };
  });
}

async function restoreConsent(ctx: TxContext, wish: RecipientWish): Promise<void> {
  const { db } = ctx.tx;
  const [contact] = await db
    .select({ id: contacts.id })
    .from(contacts)
    .where(
      and(
        eq(contacts.tenantId, ctx.tenantId),
        eq(contacts.phone, wish.phone),
        eq(contacts.consent, 'revoked'),
      ),
    )
    .for('no key update');
  if (contact === undefined) return;
  const [stop] = await db
    .select({ prior: consentEvents.priorConsent })
    .from(consentEvents)
    .where(
      and(
        eq(consentEvents.tenantId, ctx.tenantId),
        eq(consentEvents.contactId, contact.id),
        eq(consentEvents.type, 'revoked'),
        isNotNull(consentEvents.priorConsent),
      ),
    )
    .orderBy(desc(consentEvents.id))
    .limit(1);
  const prior = stop?.prior ?? 'revoked';
  if (prior === 'revoked') return;
  await db
    .update(contacts)
    .set({ consent: prior, updatedAt: ctx.services.clock.now() })
    .where(and(eq(contacts.tenantId, ctx.tenantId), eq(contacts.id, contact.id)));
  if (prior === 'unknown') return;
  await db.insert(consentEvents).values({
    tenantId: ctx.tenantId,
    contactId: contact.id,
    phone: wish.phone,
    type: 'restored',
    source: 'text-keyword',
    agreedAt: wish.at,
    messageId: wish.messageId,
    actor: ctx.actor.label,
  });
}
