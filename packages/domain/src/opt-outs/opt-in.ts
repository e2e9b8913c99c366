import { sql } from 'drizzle-orm';
import { auditAll } from '../context/audit.ts';
import type { TxContext } from '../context/context.ts';
import type { RecipientWish } from './obey-wishes.ts';
import { isSimulated, wishColumns } from './wish-columns.ts';

/** Origins of entries that a START lifts: the recipient's own STOP, and the carrier's word that they stopped, whose block it lifts there too. */
const liftable = ['recipient', 'carrier'];

/**
 * STARTs of recipients: each lifts their own STOP, with the carrier's entry for it, and brings consent back to what it was before
 * the STOP. It never creates consent that was not there, and whatever else put the phone on the do-not-contact list keeps blocking.
 * A START older than an entry leaves that one alone.
 *
 * @param wishes each phone at most once
 * @returns those that lifted something
 */
export async function optIn(ctx: TxContext, wishes: readonly RecipientWish[]): Promise<RecipientWish[]> {
  if (wishes.length === 0) return [];
  const lifted = await liftStops(ctx, wishes);
  const changed = wishes.filter(({ phone }) => lifted.has(phone));
  if (changed.length === 0) return [];
  await restoreConsent(
    ctx,
    changed.filter(({ phone }) => lifted.get(phone)?.includes('recipient')),
  );
  await auditAll(
    ctx,
    changed.map(({ phone, messageId }) => ({
      action: 'opt-out.lift',
      target: { type: 'message', id: messageId },
      before: { phone, origins: lifted.get(phone) },
    })),
  );
  return changed;
}

/** @returns the origins of what was lifted, by phone */
async function liftStops(
  ctx: TxContext,
  wishes: readonly RecipientWish[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const phones = sql.param(wishes.map(({ phone }) => phone));
  const { rows } = await ctx.tx.db.execute<{ phone: string; origin: string }>(sql`
    with locked as (
      select id, phone from do_not_contact
      where tenant_id = ${ctx.tenantId} and phone = any (${phones}::text[]) and origin = any (${sql.param(liftable)}::text[])
      order by phone, origin for no key update
    )
    update do_not_contact d set lifted_at = w.at
    from ${wishColumns(wishes)} join locked on locked.phone = w.phone
    where d.tenant_id = ${ctx.tenantId} and d.id = locked.id and d.lifted_at is null and d.created_at <= w.at
      and (d.simulated or not ${isSimulated(ctx)})
    returning d.phone, d.origin`);
  const byPhone = Map.groupBy(rows, ({ phone }) => phone);
  return new Map([...byPhone].map(([phone, own]) => [phone, own.map(({ origin }) => origin).toSorted()]));
}

/** Brings the consent of stopped contacts back to what it was before their STOP. */
export async function restoreConsent(ctx: TxContext, wishes: readonly RecipientWish[]): Promise<void> {
  if (wishes.length === 0) return;
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
