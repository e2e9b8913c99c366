import { sql, type SQL } from 'drizzle-orm';
import type { WaitReason } from '@sms-crm/contracts/reasons';
import type { TxContext } from '../context/context.ts';
import { lockForTenant } from '../context/tenant-lock.ts';

/** What is counted by days: what waits for it waits for the next one. */
export const dayReasons = ['budget', 'warm_up', 'carrier_cap'] as const satisfies readonly WaitReason[];

export type DayReason = (typeof dayReasons)[number];

export function isDayReason(reason: string | null): reason is DayReason {
  return dayReasons.some((own) => own === reason);
}

/** Under this name whoever gives room excludes whoever is about to wait for some; see `isStillRefused`. */
export const roomLock = 'room';

/** Single texts of one number that are awake for one reason at a time: as many as the pump looks at in two rounds. */
export const mostAwake = 40;

/**
 * Lets the tenant's shares and single texts that wait for these reasons be looked at now. What is locked is being looked at at this
 * moment, and is looked at once more before it waits. Call it after the counters and before the budget.
 */
export async function wakeWaiting(ctx: TxContext, reasons: readonly WaitReason[]): Promise<void> {
  await wakeSingles(ctx, reasons);
  await ctx.tx.db.execute(sql`
    with locked as (
      select campaign_id, number_id from campaign_shares
      where tenant_id = ${ctx.tenantId}::uuid and waits_for = any (${sql.param([...reasons])}::text[]) and next_at is not null
      order by campaign_id, number_id for no key update skip locked
    )
    update campaign_shares s set next_at = null from locked l
    where s.tenant_id = ${ctx.tenantId}::uuid and s.campaign_id = l.campaign_id and s.number_id = l.number_id`);
}

/**
 * The single texts alone: of those that wait for a day the first of each number, which wake the others (`passWakeOn`).
 */
export async function wakeSingles(ctx: TxContext, reasons: readonly WaitReason[]): Promise<void> {
  await lockForTenant(ctx, roomLock);
  const ofDays = reasons.filter(isDayReason);
  const others = reasons.filter((reason) => !isDayReason(reason));
  if (ofDays.length > 0) await wakeFirst(ctx, ofDays, lanesOf(ctx));
  if (others.length === 0) return;
  await ctx.tx.db.execute(sql`
    update message_batches set next_at = null where tenant_id = ${ctx.tenantId}::uuid and id in (
      select id from message_batches
      where tenant_id = ${ctx.tenantId}::uuid and queue = 'now' and state = 'open' and next_at is not null
        and waits_for = any (${sql.param(others)}::text[])
      order by id for no key update skip locked)`);
}

/** @param lanes a table of the numbers */
async function wakeFirst(ctx: TxContext, reasons: readonly DayReason[], lanes: SQL): Promise<void> {
  await wakeThese(
    ctx,
    sql`
    with recursive ${lanes}
      select b.id from lanes l cross join unnest(${sql.param([...reasons])}::text[]) as r (reason) cross join lateral (
        select id, next_at from message_batches b
        where b.tenant_id = ${ctx.tenantId}::uuid and b.queue = 'now' and b.state = 'open' and b.single_number_id = l.number_id
          and b.waits_for = r.reason
        order by b.urgent desc, b.id limit ${mostAwake}
      ) b where b.next_at is not null`,
  );
}

/**
 * @param ids a query of batches; which of them are looked at now is left alone
 * @returns how many were woken
 */
export async function wakeThese(ctx: TxContext, ids: SQL): Promise<number> {
  const { rowCount } = await ctx.tx.db.execute(sql`
    with first as materialized (${ids})
    update message_batches set next_at = null where tenant_id = ${ctx.tenantId}::uuid and id in (
      select id from message_batches
      where tenant_id = ${ctx.tenantId}::uuid and id in (select id from first) and state = 'open'
      order by id for no key update skip locked)`);
  return rowCount ?? 0;
}

/** The numbers of which single texts are open, each found by one step in the index. */
function lanesOf(ctx: TxContext): SQL {
  const open = sql`b.tenant_id = ${ctx.tenantId}::uuid and b.queue = 'now' and b.state = 'open'`;
  return sql`lanes as (
      (select b.single_number_id as number_id from message_batches b where ${open} order by 1 limit 1)
      union all
      select n.* from lanes l cross join lateral (
        select b.single_number_id from message_batches b where ${open} and b.single_number_id > l.number_id order by 1 limit 1
      ) n
    )`;
}
