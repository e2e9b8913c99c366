import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';

/**
 * Keeps what the running attempt of these messages cost before they go back to the queue; their next attempt is booked anew, perhaps on
 * another day. Messages that cost nothing yet stay as they are. Call it on locked rows, before their attempt is raised.
 */
export async function keepCharges(ctx: TxContext, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  await ctx.tx.db.execute(sql`
    with charged as (
      update messages m set cost_micros = null, priced = false
      where m.tenant_id = ${ctx.tenantId}::uuid and m.id = any (${sql.param([...messageIds])}::uuid[]) and m.cost_micros is not null
      returning m.tenant_id, m.id, m.campaign_id, m.attempt, m.budget_day, old.cost_micros, old.priced
    )
    insert into earlier_charges (tenant_id, message_id, campaign_id, attempt, budget_day, cost_micros, priced)
    select * from charged where budget_day is not null`);
}
