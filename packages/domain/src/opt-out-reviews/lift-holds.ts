import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';

/** Lifts the entries that held these phones while their reviews were open. */
export async function liftHolds(
  ctx: TxContext,
  closed: readonly { phone: string; simulated: boolean }[],
): Promise<void> {
  await ctx.tx.db.execute(sql`
    with held as (
      select d.id from do_not_contact d
      join unnest(${sql.param(closed.map(({ phone }) => phone))}::text[], ${sql.param(closed.map(({ simulated }) => simulated))}::boolean[])
        as c (phone, simulated) on c.phone = d.phone and c.simulated = d.simulated
      where d.tenant_id = ${ctx.tenantId} and d.origin = 'review' and d.lifted_at is null
      order by d.phone for no key update of d
    )
    update do_not_contact d set lifted_at = ${ctx.services.clock.now().toISOString()}::timestamptz
    from held where d.tenant_id = ${ctx.tenantId} and d.id = held.id`);
}
