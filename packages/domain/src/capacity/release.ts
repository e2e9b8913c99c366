import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { capScope } from './cap-scope.ts';
import { carrierDays } from './read-days.ts';
import { dayReasons, wakeWaiting } from './wake-waiting.ts';

/** A text that was reserved and was not sent. */
export type Released = {
  numberId: string;
  budgetDay: string;
  claimedAt: Date;
  parts: number;
  micros: number;
  simulated: boolean;
};

/**
 * Gives back the parts of texts that were not sent, to the days they were taken from: to the cap that holds now, where `countForCap`
 * has counted them if another one held as they were taken. Call it before counters and money.
 */
export async function releaseParts(ctx: TxContext, released: readonly Released[]): Promise<void> {
  if (released.length === 0) return;
  const column = <T>(pick: (one: Released) => T) => sql.param(released.map((one) => pick(one)));
  await ctx.tx.db.execute(sql`
    with given as (
      select number_id, cap_scope, budget_day, (claimed_at at time zone ${carrierDays.zone})::date as carrier_day, sum(parts) as parts
      from unnest(${column(({ numberId }) => numberId)}::uuid[], ${column(({ budgetDay }) => budgetDay)}::date[],
        ${column(({ claimedAt }) => claimedAt.toISOString())}::timestamptz[], ${column(({ parts }) => parts)}::bigint[],
        ${column(({ simulated }) => capScope(simulated))}::text[])
        as v (number_id, budget_day, claimed_at, parts, cap_scope) group by 1, 2, 3, 4
    ), back as (
      select 'number' as scope, number_id as scope_id, 'warm-up' as kind, budget_day as day, parts from given
      union all
      select g.cap_scope, r.cap_id, 'carrier-cap', g.carrier_day, g.parts
      from given g join sending_numbers n on n.tenant_id = ${ctx.tenantId}::uuid and n.id = g.number_id
      join carrier_registrations r on r.tenant_id = n.tenant_id and r.id = n.registration_id
      where r.daily_cap_parts is not null
    ), summed as (
      select scope, scope_id, kind, day, sum(parts) as parts from back group by 1, 2, 3, 4
    ), locked as (
      select u.scope, u.scope_id, u.kind, u.day, s.parts from number_usage u
      join summed s on u.scope = s.scope and u.scope_id = s.scope_id and u.kind = s.kind and u.day = s.day
      order by u.scope, u.scope_id, u.kind, u.day for no key update of u
    )
    update number_usage u set parts = greatest(0, u.parts - l.parts) from locked l
    where u.scope = l.scope and u.scope_id = l.scope_id and u.kind = l.kind and u.day = l.day`);
}

/** Money that a text reserved and did not take; negative where it was charged more than was reserved. */
export type ReleasedMoney = { budgetDay: string; micros: number; simulated: boolean; parts?: number };

/**
 * Gives money back to the budget, as far as its day and month still run, and wakes what waits for another day although there
 * is something left of this one again, of money or of the parts that were given back; call it last.
 */
export async function releaseMoney(ctx: TxContext, released: readonly ReleasedMoney[]): Promise<void> {
  if (released.some(({ micros, parts = 0 }) => micros > 0 || parts > 0)) await wakeWaiting(ctx, dayReasons);
  const byDay = Map.groupBy(released, ({ budgetDay, simulated }) => `${budgetDay} ${simulated}`);
  for (const [, own] of [...byDay].toSorted(([a], [b]) => a.localeCompare(b))) {
    const micros = own.reduce((sum, one) => sum + one.micros, 0);
    const [first] = own;
    if (micros === 0 || first === undefined) continue;
    const { budgetDay, simulated } = first;
    await ctx.tx.db.execute(sql`
      update budgets set
        day_spent_micros = day_spent_micros - case when day = ${budgetDay}::date then ${micros}::bigint else 0 end,
        month_spent_micros = month_spent_micros
          - case when month = date_trunc('month', ${budgetDay}::date)::date then ${micros}::bigint else 0 end
      where tenant_id = ${ctx.tenantId}::uuid and simulated = ${simulated}`);
  }
}
