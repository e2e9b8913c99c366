import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { restoreConsent } from '../opt-outs/opt-in.ts';

/**
 * Lifts what simulated recipients asked for, with the consent it took, and forgets the simulator's numbers that contacts know. What people
 * of the tenant, imports and carriers wrote stays.
 *
 * @returns how many opt-outs were lifted
 */
export async function forgetSimulated(ctx: TxContext): Promise<{ optOuts: number }> {
  const at = ctx.services.clock.now();
  const { rows } = await ctx.tx.db.execute<{ phone: string; origin: string; messageId: string }>(sql`
    with locked as (
      select id from do_not_contact
      where tenant_id = ${ctx.tenantId}::uuid and origin in ('recipient', 'review') and simulated and lifted_at is null
      order by phone for no key update
    )
    update do_not_contact d set lifted_at = ${at.toISOString()}::timestamptz from locked
    where d.tenant_id = ${ctx.tenantId}::uuid and d.id = locked.id
    returning d.phone, d.origin, d.source_message_id as "messageId"`);
  const stops = rows.filter(({ origin }) => origin === 'recipient');
  await ctx.tx.db.execute(sql`
    update opt_out_reviews set decision = 'not-opt-out', decided_at = ${at.toISOString()}::timestamptz, decided_by = 'going live'
    where tenant_id = ${ctx.tenantId}::uuid and simulated and decided_at is null`);
  await restoreConsent(
    ctx,
    stops.map(({ phone, messageId }) => ({ phone, messageId, at })),
  );
  await ctx.tx.db.execute(sql`
    delete from contact_numbers k using sending_numbers n, carrier_accounts a
    where k.tenant_id = ${ctx.tenantId}::uuid and n.tenant_id = k.tenant_id and n.id = k.number_id
      and a.tenant_id = n.tenant_id and a.id = n.carrier_account_id and not a.live and not a.in_setup`);
  return { optOuts: stops.length };
}
