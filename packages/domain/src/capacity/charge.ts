import { sql } from 'drizzle-orm';
import { onDay } from '../budget/on-day.ts';
import type { TxContext } from '../context/context.ts';

/** Money that was spent without a reservation on a day. */
export type Charged = { budgetDay: string; micros: number; simulated: boolean };

/** Takes money from the budget, beyond its limit too, and turns its day and month where they are over; call it last. */
export async function chargeMoney(ctx: TxContext, { budgetDay, micros, simulated }: Charged): Promise<void> {
  const turned = onDay(budgetDay);
  await ctx.tx.db.execute(sql`
    update budgets set day = ${turned.day}, month = ${turned.month}, day_alerted = ${turned.dayAlerted}, month_alerted = ${turned.monthAlerted},
      day_spent_micros = ${turned.daySpent} + case when day <= ${budgetDay}::date then ${micros}::bigint else 0 end,
      month_spent_micros = ${turned.monthSpent}
        + case when month <= date_trunc('month', ${budgetDay}::date)::date then ${micros}::bigint else 0 end
    where tenant_id = ${ctx.tenantId}::uuid and simulated = ${simulated}`);
}
