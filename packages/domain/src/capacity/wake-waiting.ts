import { sql } from 'drizzle-orm';
import type { WaitReason } from '@sms-crm/contracts/reasons';
import type { TxContext } from '../context/context.ts';

/** What is counted by days: what waits for it waits for the next one. */
export const dayReasons: readonly WaitReason[] = ['budget', 'warm_up', 'carrier_cap'];

/**
 * Lets the tenant's shares and single texts that wait for these reasons be looked at now. Call it after the counters and before the
 * budget.
 */
export async function wakeWaiting(ctx: TxContext, reasons: readonly WaitReason[]): Promise<void> {
  await wakeSingles(ctx, reasons);
  await ctx.tx.db.execute(sql`
    with locked as (
      select campaign_id, number_id from campaign_shares
      where tenant_id = ${ctx.tenantId}::uuid and waits_for = any (${sql.param([...reasons])}::text[]) and next_at is not null
      order by campaign_id, number_id for no key update
    )
    update campaign_shares s set next_at = null from locked l
    where s.tenant_id = ${ctx.tenantId}::uuid and s.campaign_id = l.campaign_id and s.number_id = l.number_id`);
}

/** The single texts alone. One that is locked is being looked at, or woken, at this moment. */
export async function wakeSingles(ctx: TxContext, reasons: readonly WaitReason[]): Promise<void> {
  await ctx.tx.db.execute(sql`
    update message_batches set next_at = null where tenant_id = ${ctx.tenantId}::uuid and id in (
      select id from message_batches
      where tenant_id = ${ctx.tenantId}::uuid and queue = 'now' and state = 'open' and next_at is not null
        and waits_for = any (${sql.param([...reasons])}::text[])
      order by id for no key update skip locked)`);
}
