import { sql } from 'drizzle-orm';
import type { WaitReason } from '@sms-crm/contracts/reasons';
import type { TxContext } from '../context/context.ts';

/** What is counted by days: a share that waits for it waits for the next one. */
export const dayReasons: readonly WaitReason[] = ['budget', 'warm_up', 'carrier_cap'];

/** Lets the tenant's shares that wait for these reasons be looked at now. Call it after the counters and before the budget. */
export async function wakeShares(ctx: TxContext, reasons: readonly WaitReason[]): Promise<void> {
  await ctx.tx.db.execute(sql`
    with locked as (
      select campaign_id, number_id from campaign_shares
      where tenant_id = ${ctx.tenantId}::uuid and waits_for = any (${sql.param([...reasons])}::text[]) and next_at is not null
      order by campaign_id, number_id for no key update
    )
    update campaign_shares s set next_at = null from locked l
    where s.tenant_id = ${ctx.tenantId}::uuid and s.campaign_id = l.campaign_id and s.number_id = l.number_id`);
}
