import { sql, type SQL } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { onDay } from './on-day.ts';

/** What is spent of a budget, micro-dollars, and the highest percentage of each limit that was told about. */
export type Spending = {
  day: string;
  month: string;
  dailyLimitMicros: number | null;
  monthlyLimitMicros: number | null;
  reserveMicros: number;
  daySpentMicros: number;
  monthSpentMicros: number;
  dayAlerted: number;
  monthAlerted: number;
};

export type SpendingRow = {
  day: string;
  month: string;
  dailyLimit: string | null;
  monthlyLimit: string | null;
  reserve: string;
  daySpent: string;
  monthSpent: string;
  dayAlerted: number;
  monthAlerted: number;
};

/** The columns of a budget row as `toSpending` reads them. */
export const spendingColumns: SQL = sql`day::text, month::text, daily_limit_micros as "dailyLimit", monthly_limit_micros as "monthlyLimit",
  reserve_micros as reserve, day_spent_micros as "daySpent", month_spent_micros as "monthSpent", day_alerted as "dayAlerted",
  month_alerted as "monthAlerted"`;

export function toSpending(row: SpendingRow): Spending {
  return {
    day: row.day,
    month: row.month,
    dailyLimitMicros: row.dailyLimit === null ? null : Number(row.dailyLimit),
    monthlyLimitMicros: row.monthlyLimit === null ? null : Number(row.monthlyLimit),
    reserveMicros: Number(row.reserve),
    daySpentMicros: Number(row.daySpent),
    monthSpentMicros: Number(row.monthSpent),
    dayAlerted: row.dayAlerted,
    monthAlerted: row.monthAlerted,
  };
}

/** What is spent of the budget on a day, without a lock; undefined when the tenant has none. */
export async function readSpending(
  ctx: TxContext,
  { budgetDay, simulated }: { budgetDay: string; simulated: boolean },
): Promise<Spending | undefined> {
  const turned = onDay(budgetDay);
  const { rows } = await ctx.tx.db.execute<SpendingRow>(sql`
    select ${turned.day}::text as day, ${turned.month}::text as month, daily_limit_micros as "dailyLimit",
      monthly_limit_micros as "monthlyLimit", reserve_micros as reserve, ${turned.daySpent} as "daySpent",
      ${turned.monthSpent} as "monthSpent", ${turned.dayAlerted} as "dayAlerted", ${turned.monthAlerted} as "monthAlerted"
    from budgets where tenant_id = ${ctx.tenantId}::uuid and simulated = ${simulated}`);
  const [row] = rows;
  return row === undefined ? undefined : toSpending(row);
}
