import { sql } from 'drizzle-orm';
import { auditAll } from '../context/audit.ts';
import type { TxContext } from '../context/context.ts';
import type { RecipientWish } from './obey-wishes.ts';
import { isSimulated, wishColumns } from './wish-columns.ts';

/**
 * STOPs of recipients: each phone goes on the do-not-contact list (origin `recipient`) and its contact's consent is revoked.
 * Doing it again, or with a STOP older than the START that lifted it, changes nothing.
 *
 * @param wishes each phone at most once
 * @returns those whose phone was not stopped before
 */
export async function optOut(ctx: TxContext, wishes: readonly RecipientWish[]): Promise<RecipientWish[]> {
  if (wishes.length === 0) return [];
  const listed = await listPhones(ctx, wishes);
  const changed = wishes.filter(({ phone }) => listed.has(phone));
  if (changed.length === 0) return [];
  await revokeConsent(ctx, changed);
  await auditAll(
    ctx,
    changed.map(({ phone, messageId }) => ({
      action: 'opt-out.record',
      target: { type: 'message', id: messageId },
      after: { phone, origin: 'recipient' },
    })),
  );
  return changed;
}

/**
 * The first half of `optOut` alone, for a STOP whose contact somebody else holds: nobody is texted any more from here on. The job obeys
 * the same wish again and revokes the consent.
 *
 * @returns phones that were not stopped before, or were stopped by this very wish
 */
export async function listPhones(
  ctx: TxContext,
  wishes: readonly RecipientWish[],
): Promise<ReadonlySet<string>> {
  if (wishes.length === 0) return new Set();
  const { rows } = await ctx.tx.db.execute<{ phone: string }>(sql`
    with known as (
      select w.phone from ${wishColumns(wishes)} join do_not_contact d on d.tenant_id = ${ctx.tenantId} and d.phone = w.phone
      where d.origin = 'recipient' and d.lifted_at is null and d.source_message_id = w.message_id
        and not exists (
          select from contacts c join consent_events e on e.tenant_id = c.tenant_id and e.contact_id = c.id
          where c.tenant_id = d.tenant_id and c.phone = d.phone and e.message_id = w.message_id)
    ), listed as (
    insert into do_not_contact as d (tenant_id, phone, origin, reason, source_message_id, created_by, created_at, simulated)
    select ${ctx.tenantId}::uuid, w.phone, 'recipient', w.reason, w.message_id, ${ctx.actor.label}, w.at, ${isSimulated(ctx)}
    from ${wishColumns(wishes)} order by w.phone
    on conflict (tenant_id, phone, origin) do update set
      lifted_at = null, created_at = excluded.created_at, reason = excluded.reason,
      source_message_id = excluded.source_message_id, created_by = excluded.created_by, simulated = excluded.simulated
    where (d.lifted_at <= excluded.created_at and (d.simulated or not excluded.simulated))
      or (d.lifted_at is null and d.simulated and not excluded.simulated)
    returning phone
    ) select phone from known union select phone from listed`);
  return new Set(rows.map(({ phone }) => phone));
}

async function revokeConsent(ctx: TxContext, wishes: readonly RecipientWish[]): Promise<void> {
  const phones = sql.param(wishes.map(({ phone }) => phone));
  await ctx.tx.db.execute(sql`
    with locked as (
      select id, phone, consent from contacts
      where tenant_id = ${ctx.tenantId} and phone = any (${phones}::text[]) order by id for no key update
    ), revoked as (
      update contacts c set consent = 'revoked', updated_at = ${ctx.services.clock.now().toISOString()}::timestamptz
      from locked where c.tenant_id = ${ctx.tenantId} and c.id = locked.id
    )
    insert into consent_events (tenant_id, contact_id, phone, type, prior_consent, source, agreed_at, message_id, actor)
    select ${ctx.tenantId}::uuid, locked.id, w.phone, 'revoked', locked.consent, 'text-keyword', w.at, w.message_id, ${ctx.actor.label}
    from ${wishColumns(wishes)} join locked on locked.phone = w.phone`);
}
