import { sql } from 'drizzle-orm';
import { auditAll } from '../context/audit.ts';
import type { TxContext } from '../context/context.ts';
import type { RecipientWish } from './obey-wishes.ts';
import { isSimulated, wishColumns } from './wish-columns.ts';

/**
 * STARTs of recipients: each lifts their own STOP and brings consent back to what it was before it. It never creates consent that
 * was not there, and whatever else put the phone on the do-not-contact list keeps blocking. A START older than the STOP changes nothing.
 *
 * @param wishes each phone at most once
 * @returns those that lifted a STOP
 */
export async function optIn(ctx: TxContext, wishes: readonly RecipientWish[]): Promise<RecipientWish[]> {
  if (wishes.length === 0) return [];
  const lifted = await liftStops(ctx, wishes);
  const changed = wishes.filter(({ phone }) => lifted.has(phone));
  if (changed.length === 0) return [];
  await restoreConsent(ctx, changed);
  await auditAll(
    ctx,
    changed.map(({ phone, messageId }) => ({
      action: 'opt-out.lift',
      target: { type: 'message', id: messageId },
      before: { phone, origin: 'recipient' },
    })),
  );
  return changed;
}

async function liftStops(ctx: TxContext, wishes: readonly RecipientWish[]): Promise<ReadonlySet<string>> {
  const phones = sql.param(wishes.map(({ phone }) => phone));
  const { rows } = await ctx.tx.db.execute<{ phone: string }>(sql`
    with locked as (
      select id, phone from do_not_contact
      where tenant_id = ${ctx.tenantId} and phone = any (${phones}::text[]) and origin = 'recipient'
      order by phone for no key update
    )
    update do_not_contact d set lifted_at = w.at
    from ${wishColumns(wishes)} join locked on locked.phone = w.phone
    where d.tenant_id = ${ctx.tenantId} and d.id = locked.id and d.lifted_at is null and d.created_at <= w.at
      and (d.simulated or not ${isSimulated(ctx)})
    returning d.phone`);
  return new Set(rows.map(({ phone }) => phone));
}

/** Brings the consent of stopped contacts back to what it was before their STOP. */
export async function restoreConsent(ctx: TxContext, wishes: readonly RecipientWish[]): Promise<void> {
  const phones = sql.param(wishes.map(({ phone }) => phone));
  await ctx.tx.db.execute(sql`
    with locked as (
      select id, phone from contacts
      where tenant_id = ${ctx.tenantId} and phone = any (${phones}::text[]) and consent = 'revoked'
      order by id for no key update
    ), prior as (
      select locked.id, locked.phone, (
        select e.prior_consent from consent_events e
        where e.tenant_id = ${ctx.tenantId} and e.contact_id = locked.id and e.type = 'revoked' and e.prior_consent is not null
        order by e.id desc limit 1
      ) as consent from locked
    ), restored as (
      update contacts c set consent = prior.consent, updated_at = ${ctx.services.clock.now().toISOString()}::timestamptz
      from prior where c.tenant_id = ${ctx.tenantId} and c.id = prior.id and prior.consent <> 'revoked'
    )
    insert into consent_events (tenant_id, contact_id, phone, type, source, agreed_at, message_id, actor)
    select ${ctx.tenantId}::uuid, prior.id, w.phone, 'restored', 'text-keyword', w.at, w.message_id, ${ctx.actor.label}
    from ${wishColumns(wishes)} join prior on prior.phone = w.phone
    where prior.consent not in ('revoked', 'unknown')`);
}
