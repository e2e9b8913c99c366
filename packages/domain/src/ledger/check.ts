import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';

/**
 * Money that two books do not agree on.
 * - `step`: the entries of one step do not sum to zero
 * - `reserved`, `charged`: the entries of a day do not say what its messages say
 * - `day-spent`, `month-spent`: the entries do not say what the budget row says
 */
export type LedgerFault = {
  what: 'step' | 'reserved' | 'charged' | 'day-spent' | 'month-spent';
  day: string;
  entriesMicros: number;
  otherMicros: number;
};

/**
 * Proves that the entries of the ledger since a day equal the sum of the messages booked on those days, and the budget's spending.
 * One statement, so all of it is seen at the same moment, also while texts are being sent. Writes nothing.
 *
 * @param since day of the tenant, `YYYY-MM-DD`
 */
export async function findLedgerFaults(ctx: TxContext, since: string): Promise<LedgerFault[]> {
  const { rows } = await ctx.tx.db.execute<Record<keyof LedgerFault, string>>(sql`
    with entries as (
      select * from ledger_entries where tenant_id = ${ctx.tenantId}::uuid and budget_day >= ${since}::date
    ), booked as (
      select m.budget_day, m.status, m.reserved_micros, m.cost_micros from messages m
      join campaigns c on c.tenant_id = m.tenant_id and c.id = m.campaign_id
      where m.tenant_id = ${ctx.tenantId}::uuid and m.direction = 'outbound' and m.campaign_id is not null and m.budget_day >= ${since}::date
        and c.launched_at is not null and (c.completed_at is null or c.completed_at >= ${since}::date - interval '1 day')
      union all
      select m.budget_day, m.status, m.reserved_micros, m.cost_micros from messages m
      where m.tenant_id = ${ctx.tenantId}::uuid and m.budget_day >= ${since}::date and m.id in (
        select b.first_id from entries e join message_batches b on b.tenant_id = e.tenant_id and b.id = e.batch_id
        where b.campaign_id is null)
      union all
      select m.budget_day, m.status, 0, m.cost_micros from messages m
      where m.tenant_id = ${ctx.tenantId}::uuid and m.id in (select source_id from entries where kind = 'inbound')
      union all
      select budget_day, 'failed', 0, cost_micros from earlier_charges where tenant_id = ${ctx.tenantId}::uuid and budget_day >= ${since}::date
    ), of_messages as (
      select budget_day, coalesce(sum(reserved_micros) filter (where status in ('sending', 'unknown') and cost_micros is null), 0) as reserved,
        coalesce(sum(cost_micros), 0) as charged from booked group by 1
    ), of_entries as (
      select budget_day, coalesce(sum(micros) filter (where side = 'reserved'), 0) as reserved,
        coalesce(sum(micros) filter (where side = 'charged'), 0) as charged from entries group by 1
    ), days as (
      select budget_day as day, coalesce(e.reserved, 0) as reserved, coalesce(m.reserved, 0) as own_reserved,
        coalesce(e.charged, 0) as charged, coalesce(m.charged, 0) as own_charged
      from of_entries e full join of_messages m using (budget_day)
    ), spent as (
      select b.day, b.month, b.day_spent_micros, b.month_spent_micros,
        coalesce(sum(-e.micros) filter (where e.budget_day = b.day), 0) as of_day, coalesce(sum(-e.micros), 0) as of_month
      from budgets b left join ledger_entries e on e.tenant_id = b.tenant_id and e.simulated = b.simulated and e.side = 'budget'
        and e.budget_day >= b.month and e.budget_day < (b.month + interval '1 month')::date
      where b.tenant_id = ${ctx.tenantId}::uuid and b.day >= ${since}::date group by 1, 2, 3, 4, b.id
    )
    select 'step' as what, budget_day::text as day, sum(micros) as "entriesMicros", 0 as "otherMicros" from entries
      group by batch_id, claim, kind, source_id, budget_day, simulated having sum(micros) <> 0
    union all select 'reserved', day::text, reserved, own_reserved from days where reserved <> own_reserved
    union all select 'charged', day::text, charged, own_charged from days where charged <> own_charged
    union all select 'day-spent', day::text, of_day, day_spent_micros from spent where of_day <> day_spent_micros
    union all select 'month-spent', month::text, of_month, month_spent_micros from spent where of_month <> month_spent_micros
    order by 1, 2 limit ${maxFaults}`);
  return rows.map(toFault);
}

/** Most faults told of one tenant. */
const maxFaults = 100;

const whats = ['step', 'reserved', 'charged', 'day-spent', 'month-spent'] as const;

function toFault(row: Record<keyof LedgerFault, string>): LedgerFault {
  const what = whats.find((known) => known === row.what) ?? 'step';
  return {
    what,
    day: row.day,
    entriesMicros: Number(row.entriesMicros),
    otherMicros: Number(row.otherMicros),
  };
}
