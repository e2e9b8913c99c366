import { sql } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
import { onDay } from '../budget/on-day.ts';
import { spendingColumns, toSpending, type Spending, type SpendingRow } from '../budget/spending.ts';
import type { TxContext } from '../context/context.ts';
import type { NumberRow } from '../numbers/find.ts';
import { capScope, type CapScope } from './cap-scope.ts';
import type { DayLimits } from './read-days.ts';

/** Somebody else took what was left between the look and the reservation; the claim is done again from its start. */
export class CapacityMoved extends Error {
  override readonly name = 'CapacityMoved';
}

type Use = {
  scope: 'number' | CapScope;
  scopeId: string;
  kind: 'warm-up' | 'carrier-cap';
  day: string;
  most: number;
};

/** The day counts a number's texts add to; most numbers have none. */
export function usesOf(number: NumberRow, limits: DayLimits, simulated: boolean): Use[] {
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
  if (limits.carrierCapParts !== null && limits.capId !== null) {
    uses.push({
      scope: capScope(simulated),
      scopeId: limits.capId,
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
  const column = <T>(pick: (use: Use) => T) => sql.param(uses.map((use) => pick(use)));
  const most = (kind: Use['kind']) => uses.find((use) => use.kind === kind)?.most ?? 0;
  const written = await runPrepared(
    ctx.tx.db,
    sql`
    insert into number_usage (tenant_id, scope, scope_id, kind, day, parts)
    select ${ctx.tenantId}::uuid, v.scope, v.scope_id, v.kind, v.day, ${parts}::bigint
    from unnest(${column(({ scope }) => scope)}::text[], ${column(({ scopeId }) => scopeId)}::uuid[], ${column(({ kind }) => kind)}::text[],
      ${column(({ day }) => day)}::date[], ${column((use) => use.most)}::bigint[]) as v (scope, scope_id, kind, day, most)
    where v.most >= ${parts}::bigint order by v.scope, v.scope_id, v.kind
    on conflict (tenant_id, scope, scope_id, kind, day) do update set parts = number_usage.parts + excluded.parts
    where number_usage.parts + excluded.parts
      <= case excluded.kind when 'warm-up' then ${most('warm-up')}::bigint else ${most('carrier-cap')}::bigint end`,
  );
  if ((written.rowCount ?? 0) < uses.length) throw new CapacityMoved();
}

/**
 * Takes money from the tenant's budget; the last write of a claim, since every claim of the tenant meets here.
 *
 * @throws CapacityMoved when the limits do not allow it any more, or another claim has turned the day meanwhile
 */
export async function reserveMoney(
  ctx: TxContext,
  input: { budgetDay: string; micros: number; keepMicros: number; simulated: boolean },
): Promise<Spending> {
  const turned = onDay(input.budgetDay);
  const ofDay = sql`(${turned.daySpent} + ${input.micros}::bigint)`;
  const ofMonth = sql`(${turned.monthSpent} + ${input.micros}::bigint)`;
  const { rows } = await runPrepared<SpendingRow>(
    ctx.tx.db,
    sql`
    update budgets set day = ${turned.day}, month = ${turned.month}, day_spent_micros = ${ofDay}, month_spent_micros = ${ofMonth},
      day_alerted = ${turned.dayAlerted}, month_alerted = ${turned.monthAlerted}
    where tenant_id = ${ctx.tenantId}::uuid and simulated = ${input.simulated} and day <= ${input.budgetDay}::date
      and (daily_limit_micros is null or ${ofDay} <= daily_limit_micros - ${input.keepMicros}::bigint)
      and (monthly_limit_micros is null or ${ofMonth} <= monthly_limit_micros - ${input.keepMicros}::bigint)
    returning ${spendingColumns}`,
  );
  const [row] = rows;
  if (row === undefined) throw new CapacityMoved();
  return toSpending(row);
}
