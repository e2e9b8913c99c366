import { sql } from 'drizzle-orm';
import type { Budget, PutBudget } from '@sms-crm/contracts/budget';
import { liveTopic } from '@sms-crm/contracts/live';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { signal, wakePump, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { wakeWaiting } from '../capacity/wake-waiting.ts';
import { DomainError } from '../context/errors.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { alertLevel } from './alert-level.ts';
import { getBudget } from './get.ts';

/**
 * Sets the limits, for live and for simulated texts alike. What waits for money is looked at again at once; levels that the spending
 * is below again are told about once more.
 *
 * @throws DomainError `invalid_input` when the reserve is more than a limit
 */
export async function putBudget(ctx: Context, input: PutBudget): Promise<Budget> {
  requirePermission(ctx, 'budget:write');
  refuseReserve(input);
  await withTransaction(ctx, async (ctx) => {
    await tenantSettings(ctx);
    await wakeWaiting(ctx, ['budget']);
    const before = await writeLimits(ctx, input);
    await audit(ctx, {
      action: 'budget.update',
      target: { type: 'budget', id: null },
      before,
      after: input,
    });
    signal(ctx, liveTopic.budget());
    wakePump(ctx);
  });
  return withTransaction(ctx, (ctx) => getBudget(ctx, {}));
}

function refuseReserve({ dailyLimitMicros, monthlyLimitMicros, reserveMicros }: PutBudget): void {
  const limits = [dailyLimitMicros, monthlyLimitMicros].filter((limit) => limit !== null);
  if (limits.every((limit) => reserveMicros <= limit)) return;
  throw new DomainError('invalid_input', {
    detail:
      'The reserve is more than a limit, so that nothing could be sent. Make it smaller, or raise the limit.',
    fields: [{ field: 'reserveMicros', detail: 'more than a limit' }],
  });
}

type Before = {
  id: string;
  dailyLimitMicros: string | null;
  monthlyLimitMicros: string | null;
  reserveMicros: string;
  daySpent: string;
  monthSpent: string;
};

async function writeLimits(ctx: TxContext, input: PutBudget): Promise<unknown> {
  const { rows } = await ctx.tx.db.execute<Before>(sql`
    select id, daily_limit_micros as "dailyLimitMicros", monthly_limit_micros as "monthlyLimitMicros", reserve_micros as "reserveMicros",
      day_spent_micros as "daySpent", month_spent_micros as "monthSpent"
    from budgets where tenant_id = ${ctx.tenantId}::uuid order by simulated for no key update`);
  const now = ctx.services.clock.now().toISOString();
  for (const row of rows) {
    await ctx.tx.db.execute(sql`
      update budgets set daily_limit_micros = ${input.dailyLimitMicros}::bigint, monthly_limit_micros = ${input.monthlyLimitMicros}::bigint,
        reserve_micros = ${input.reserveMicros}::bigint, updated_at = ${now}::timestamptz,
        day_alerted = least(day_alerted, ${alertLevel(Number(row.daySpent), input.dailyLimitMicros)}::int),
        month_alerted = least(month_alerted, ${alertLevel(Number(row.monthSpent), input.monthlyLimitMicros)}::int)
      where tenant_id = ${ctx.tenantId}::uuid and id = ${row.id}::uuid`);
  }
  return {
    dailyLimitMicros: micros(rows[0]?.dailyLimitMicros),
    monthlyLimitMicros: micros(rows[0]?.monthlyLimitMicros),
    reserveMicros: micros(rows[0]?.reserveMicros),
  };
}

function micros(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text);
}
