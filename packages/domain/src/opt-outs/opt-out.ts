import { and, eq, sql } from 'drizzle-orm';
import { consentEvents, contacts } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { addCounts } from '../reports/counters.ts';

/** A recipient's word on being texted: from which phone, in which inbound message, when it came in. */
export type RecipientWish = { phone: string; messageId: string; at: Date };

/**
 * A recipient's STOP: the phone goes on the do-not-contact list (origin `recipient`) and the contact's consent is revoked, in one
 * transaction. Doing it again, or with a STOP older than the START that lifted it, changes nothing.
 *
 * @param input.campaignId the campaign that is charged with the opt-out, if the text answered one
 * @returns whether the phone was not stopped before
 */
export async function optOut(
  ctx: Context,
  input: RecipientWish & { campaignId: string | null },
): Promise<{ changed: boolean }> {
  requirePermission(ctx, 'do-not-contact:write');
  return withTransaction(ctx, async (ctx) => {
    if (!(await listPhone(ctx, input))) return { changed: false };
    await revokeConsent(ctx, input);
    await audit(ctx, {
      action: 'opt-out.record',
      target: { type: 'message', id: input.messageId },
      after: { phone: input.phone, origin: 'recipient' },
    });
    if (input.campaignId !== null && (await isFirstOptOut(ctx, input))) {
      await addCounts(ctx, [{ campaignId: input.campaignId, metric: 'opt-out', value: 1 }]);
    }
    return { changed: true };
  });
}

/** Whether nobody stopped in answer to the same text before: a STOP, START and STOP again is one opt-out of its campaign. */
async function isFirstOptOut(ctx: TxContext, wish: RecipientWish): Promise<boolean> {
  const { rowCount } = await ctx.tx.db.execute(sql`
    select from messages own
    join messages other on other.tenant_id = own.tenant_id and other.contact_id = own.contact_id and other.reply_to_id = own.reply_to_id
    join consent_events e on e.tenant_id = other.tenant_id and e.contact_id = other.contact_id and e.message_id = other.id and e.type = 'revoked'
    where own.id = ${wish.messageId}::uuid and other.id <> own.id limit 1`);
  return rowCount === 0;
}

async function listPhone(ctx: TxContext, wish: RecipientWish): Promise<boolean> {
  const { rowCount } = await ctx.tx.db.execute(sql`
    insert into do_not_contact as d (tenant_id, phone, origin, reason, source_message_id, created_by, created_at)
    values (${ctx.tenantId}, ${wish.phone}, 'recipient', 'Replied STOP', ${wish.messageId}, ${ctx.actor.label},
      ${wish.at.toISOString()})
    on conflict (tenant_id, phone, origin) do update set
      lifted_at = null, created_at = excluded.created_at, reason = excluded.reason,
      source_message_id = excluded.source_message_id, created_by = excluded.created_by
    where d.lifted_at <= excluded.created_at`);
  return rowCount === 1;
}

async function revokeConsent(ctx: TxContext, wish: RecipientWish): Promise<void> {
  const { db } = ctx.tx;
  const [contact] = await db
    .select({ id: contacts.id, consent: contacts.consent })
    .from(contacts)
    .where(and(eq(contacts.tenantId, ctx.tenantId), eq(contacts.phone, wish.phone)))
    .for('no key update');
  if (contact === undefined) return;
  await db
    .update(contacts)
    .set({ consent: 'revoked', updatedAt: ctx.services.clock.now() })
    .where(and(eq(contacts.tenantId, ctx.tenantId), eq(contacts.id, contact.id)));
  await db.insert(consentEvents).values({
    tenantId: ctx.tenantId,
    contactId: contact.id,
    phone: wish.phone,
    type: 'revoked',
    priorConsent: contact.consent,
    source: 'text-keyword',
    agreedAt: wish.at,
    messageId: wish.messageId,
    actor: ctx.actor.label,
  });
}
