import { sql } from 'drizzle-orm';
import type { Budget, BudgetPeriodView } from '@sms-crm/contracts/budget';
import { requirePermission } from '../context/actor.ts';
import { withSnapshot, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { booksSimulated } from './books-simulated.ts';
import { readSpending } from './spending.ts';

/** The budget with what is spent of the running day and month, read at one moment. */
export async function getBudget(ctx: Context, input: { simulated?: boolean | undefined }): Promise<Budget> {
  requirePermission(ctx, 'budget:read');
  if (ctx.tx !== undefined) return withTransaction(ctx, (ctx) => viewBudget(ctx, input));
  return withSnapshot(ctx, (ctx) => viewBudget(ctx, input));
}

async function viewBudget(ctx: TxContext, input: { simulated?: boolean | undefined }): Promise<Budget> {
  const { timeZone } = await tenantSettings(ctx);
  const simulated = input.simulated ?? (await booksSimulated(ctx));
  const turns = await readTurns(ctx, { timeZone, simulated });
  const spending = await readSpending(ctx, { budgetDay: turns.day, simulated });
  if (spending === undefined) throw notFound('budget');
  const { dailyLimitMicros, monthlyLimitMicros, reserveMicros } = spending;
  const sums = await readSums(ctx, { ...turns, simulated });
  const period = (
    from: string,
    until: Date,
    { limit, spent, alerted, own }: { limit: number | null; spent: number; alerted: number; own: Sums },
  ): BudgetPeriodView => ({
    from,
    until: until.toISOString(),
    limitMicros: limit,
    spentMicros: spent,
    ...own,
    leftMicros: limit === null ? null : Math.max(0, limit - reserveMicros - spent),
    alerted,
  });
  const { day, month } = sums;
  return {
    simulated,
    timeZone,
    dailyLimitMicros,
    monthlyLimitMicros,
    reserveMicros,
    day: period(turns.day, turns.nextDay, {
      limit: dailyLimitMicros,
      spent: spending.daySpentMicros,
      alerted: spending.dayAlerted,
      own: day,
    }),
    month: period(turns.month, turns.nextMonth, {
      limit: monthlyLimitMicros,
      spent: spending.monthSpentMicros,
      alerted: spending.monthAlerted,
      own: month,
    }),
    waitingCampaigns: await countWaiting(ctx),
    updatedAt: turns.updatedAt.toISOString(),
  };
}

type Turns = { day: string; month: string; nextDay: Date; nextMonth: Date; updatedAt: Date };

/** The running day and month of the tenant as its texts are booked. */
async function readTurns(
  ctx: TxContext,
  { timeZone, simulated }: { timeZone: string; simulated: boolean },
): Promise<Turns> {
  const now = ctx.services.clock.now().toISOString();
  const { rows } = await ctx.tx.db.execute<Turns>(sql`
    select d.day::text, date_trunc('month', d.day)::date::text as month, (d.day + 1)::timestamp at time zone ${timeZone} as "nextDay",
      (date_trunc('month', d.day::timestamp) + interval '1 month') at time zone ${timeZone} as "nextMonth", d.updated_at as "updatedAt"
    from (select greatest((${now}::timestamptz at time zone ${timeZone})::date, b.day) as day, b.updated_at
      from budgets b where b.tenant_id = ${ctx.tenantId}::uuid and b.simulated = ${simulated}) d`);
  const [row] = rows;
  if (row === undefined) throw notFound('budget');
  const { nextDay, nextMonth, updatedAt } = row;
  return {
    ...row,
    nextDay: new Date(nextDay),
    nextMonth: new Date(nextMonth),
    updatedAt: new Date(updatedAt),
  };
}

type Sums = { reservedMicros: number; chargedMicros: number; driftMicros: number; inboundMicros: number };

async function readSums(
  ctx: TxContext,
  { day, month, simulated }: { day: string; month: string; simulated: boolean },
): Promise<{ day: Sums; month: Sums }> {
  const { rows } = await ctx.tx.db.execute<{ today: boolean } & Record<keyof Sums, string>>(sql`
    select budget_day = ${day}::date as today, coalesce(sum(micros) filter (where side = 'reserved'), 0) as "reservedMicros",
      coalesce(sum(micros) filter (where side = 'charged'), 0) as "chargedMicros",
      coalesce(sum(micros) filter (where side = 'charged' and kind = 'drift'), 0) as "driftMicros",
      coalesce(sum(micros) filter (where side = 'charged' and kind = 'inbound'), 0) as "inboundMicros"
    from ledger_entries
    where tenant_id = ${ctx.tenantId}::uuid and simulated = ${simulated} and budget_day >= ${month}::date
      and budget_day <= ${day}::date group by 1`);
  const add = (own: typeof rows): Sums => ({
    reservedMicros: own.reduce((sum, row) => sum + Number(row.reservedMicros), 0),
    chargedMicros: own.reduce((sum, row) => sum + Number(row.chargedMicros), 0),
    driftMicros: own.reduce((sum, row) => sum + Number(row.driftMicros), 0),
    inboundMicros: own.reduce((sum, row) => sum + Number(row.inboundMicros), 0),
  });
  return { day: add(rows.filter(({ today }) => today)), month: add(rows) };
}

async function countWaiting(ctx: TxContext): Promise<number> {
  const { rows } = await ctx.tx.db.execute<{ count: number }>(sql`
    select count(distinct s.campaign_id)::int as count from campaign_shares s
    join campaigns c on c.tenant_id = s.tenant_id and c.id = s.campaign_id
    where s.waits_for = 'budget' and c.launched_at is not null and c.completed_at is null`);
  return rows[0]?.count ?? 0;
}
