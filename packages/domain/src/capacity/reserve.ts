import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import type { NumberRow } from '../numbers/find.ts';
import type { DayLimits } from './read-days.ts';

/** Somebody else took what was left between the look and the reservation; the claim is done again from its start. */
export class CapacityMoved extends Error {
  override readonly name = 'CapacityMoved';
}

type Use = {
  scope: 'number' | 'registration';
  scopeId: string;
  kind: 'warm-up' | 'carrier-cap';
  day: string;
  most: number;
};

/** The day counts a number's texts add to; most numbers have none. */
export function usesOf(number: NumberRow, limits: DayLimits): Use[] {
  const uses: Use[] = [];
  if (limits.warmUpParts !== null) {
    uses.push({
      scope: 'number',
      scopeId: number.id,
      kind: 'warm-up',
      day: limits.budgetDay,
      most: limits.warmUpParts,
    });
  }
  if (limits.carrierCapParts !== null && number.registrationId !== null) {
    uses.push({
      scope: 'registration',
      scopeId: number.registrationId,
      kind: 'carrier-cap',
      day: limits.carrierDay,
      most: limits.carrierCapParts,
    });
  }
  return uses;
}

/**
 * Adds parts to the counts of the day, each only as far as its limit.
 *
 * @throws CapacityMoved when one of them does not allow it any more
 */
export async function reserveParts(ctx: TxContext, uses: readonly Use[], parts: number): Promise<void> {
  if (uses.length === 0 || parts === 0) return;
  const rows = sql`unnest(${sql.param(uses.map(({ scope }) => scope))}::text[], ${sql.param(uses.map(({ scopeId }) => scopeId))}::uuid[],
    ${sql.param(uses.map(({ kind }) => kind))}::text[], ${sql.param(uses.map(({ day }) => day))}::date[],
    ${sql.param(uses.map(({ most }) => most))}::bigint[]) as v (scope, scope_id, kind, day, most)`;
  await ctx.tx.db.execute(sql`
    insert into number_usage (tenant_id, scope, scope_id, kind, day)
    select ${ctx.tenantId}::uuid, scope, scope_id, kind, day from ${rows} order by scope, scope_id, kind on conflict do nothing`);
  const written = await ctx.tx.db.execute(sql`
    with locked as (
      select u.scope, u.scope_id, u.kind, u.day, v.most from number_usage u
      join ${rows} on u.scope = v.scope and u.scope_id = v.scope_id and u.kind = v.kind and u.day = v.day
      order by u.scope, u.scope_id, u.kind for no key update of u
    )
    update number_usage u set parts = u.parts + ${parts}::bigint from locked l
    where u.scope = l.scope and u.scope_id = l.scope_id and u.kind = l.kind and u.day = l.day and u.parts + ${parts}::bigint <= l.most`);
  if ((written.rowCount ?? 0) < uses.length) throw new CapacityMoved();
}

export type Spending = {
  day: string;
  month: string;
  dailyLimitMicros: number | null;
  monthlyLimitMicros: number | null;
  daySpentMicros: number;
  monthSpentMicros: number;
};

/**
 * Takes money from the tenant's budget; the last write of a claim, since every claim of the tenant meets here.
 *
 * @throws CapacityMoved when the limits do not allow it any more
 */
export async function reserveMoney(
  ctx: TxContext,
  input: { budgetDay: string; micros: number; keepMicros: number },
): Promise<Spending> {
  const day = sql`greatest(day, ${input.budgetDay}::date)`;
  const month = sql`greatest(month, date_trunc('month', ${input.budgetDay}::date)::date)`;
  const ofDay = sql`(case when day < ${input.budgetDay}::date then 0 else day_spent_micros end + ${input.micros}::bigint)`;
  const ofMonth = sql`(case when month < date_trunc('month', ${input.budgetDay}::date)::date then 0 else month_spent_micros end + ${input.micros}::bigint)`;
  const { rows } = await ctx.tx.db.execute<{
    day: string;
    month: string;
    dailyLimit: string | null;
    monthlyLimit: string | null;
    daySpent: string;
    monthSpent: string;
  }>(sql`
    update budgets set day = ${day}, month = ${month}, day_spent_micros = ${ofDay}, month_spent_micros = ${ofMonth},
      day_alerted = case when day < ${input.budgetDay}::date then 0 else day_alerted end,
      month_alerted = case when month < date_trunc('month', ${input.budgetDay}::date)::date then 0 else month_alerted end
    where tenant_id = ${ctx.tenantId}::uuid and (daily_limit_micros is null or ${ofDay} <= daily_limit_micros - ${input.keepMicros}::bigint)
      and (monthly_limit_micros is null or ${ofMonth} <= monthly_limit_micros - ${input.keepMicros}::bigint)
    returning day::text, month::text, daily_limit_micros as "dailyLimit", monthly_limit_micros as "monthlyLimit",
      day_spent_micros as "daySpent", month_spent_micros as "monthSpent"`);
  const [row] = rows;
  if (row === undefined) throw new CapacityMoved();
  return {
    day: row.day,
    month: row.month,
    dailyLimitMicros: toMicros(row.dailyLimit),
    monthlyLimitMicros: toMicros(row.monthlyLimit),
    daySpentMicros: Number(row.daySpent),
    monthSpentMicros: Number(row.monthSpent),
  };
}

function toMicros(limit: string | null): number | null {
  return limit === null ? null : Number(limit);
}
