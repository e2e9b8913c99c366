import { sql } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import { memberEmails } from '../access/member-emails.ts';
import type { BudgetPeriod } from '../capacity/read-days.ts';
import { signal, type TxContext } from '../context/context.ts';
import { mail } from '../outbox/mail.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { alertLevel, type AlertLevel } from './alert-level.ts';
import { alertMail, type Alert } from './alert-mail.ts';
import { onDay } from './on-day.ts';
import type { Spending } from './spending.ts';

/** Who is told: whoever may change the budget. */
const toldPermission = 'budget:write';

/**
 * Tells about levels of the budget that were reached, each once a day and once a month. Call it where money is written, at the end.
 *
 * @param input.refused the limit that just refused a text: it is used up, although a little may be left of it
 */
export async function raiseAlerts(
  ctx: TxContext,
  input: { spending: Spending; simulated: boolean; refused: BudgetPeriod | null },
): Promise<void> {
  const { spending, simulated, refused } = input;
  const day = refused === 'day' ? 100 : alertLevel(spending.daySpentMicros, spending.dailyLimitMicros);
  const month =
    refused === 'month' ? 100 : alertLevel(spending.monthSpentMicros, spending.monthlyLimitMicros);
  if (day <= spending.dayAlerted && month <= spending.monthAlerted) return;
  const turned = onDay(spending.day);
  const { rows } = await ctx.tx.db.execute<{ dayBefore: number; monthBefore: number }>(sql`
    update budgets set day = ${turned.day}, month = ${turned.month}, day_spent_micros = ${turned.daySpent},
      month_spent_micros = ${turned.monthSpent}, day_alerted = greatest(${turned.dayAlerted}, ${day}::int),
      month_alerted = greatest(${turned.monthAlerted}, ${month}::int)
    where tenant_id = ${ctx.tenantId}::uuid and simulated = ${simulated}
    returning case when old.day < new.day then 0 else old.day_alerted end as "dayBefore",
      case when old.month < new.month then 0 else old.month_alerted end as "monthBefore"`);
  const [before] = rows;
  if (before === undefined) return;
  const alerts = [
    ...raised('day', before.dayBefore, day, spending),
    ...raised('month', before.monthBefore, month, spending),
  ];
  if (alerts.length === 0) return;
  await tell(ctx, alerts, simulated);
  signal(ctx, liveTopic.budget());
}

function raised(period: BudgetPeriod, before: number, level: AlertLevel, spending: Spending): Alert[] {
  const limitMicros = period === 'day' ? spending.dailyLimitMicros : spending.monthlyLimitMicros;
  const spentMicros = period === 'day' ? spending.daySpentMicros : spending.monthSpentMicros;
  if (level === 0 || level <= before || limitMicros === null) return [];
  return [{ period, level, spentMicros, limitMicros }];
}

async function tell(ctx: TxContext, alerts: readonly Alert[], simulated: boolean): Promise<void> {
  const told = await memberEmails(ctx, toldPermission);
  if (told.length === 0) return;
  const tenant = await tenantSettings(ctx);
  const waiting = await whatWaits(ctx);
  await mail(
    ctx,
    alerts.flatMap((alert) => told.map((to) => alertMail(to, { alert, tenant, waiting, simulated }))),
  );
}

/** Campaigns whose shares wait for money, and the texts they have in line: from the counters, never from the messages. */
async function whatWaits(ctx: TxContext): Promise<{ campaigns: number; texts: number }> {
  const { rows } = await ctx.tx.db.execute<{ campaigns: number; texts: string }>(sql`
    with waiting as (select distinct campaign_id from campaign_shares where waits_for = 'budget')
    select (select count(*)::int from waiting) as campaigns, coalesce(sum(h.value), 0) as texts
    from waiting w join campaign_hourly h on h.tenant_id = ${ctx.tenantId}::uuid and h.campaign_id = w.campaign_id
      and h.metric = 'status' and h.detail = 'queued'`);
  return { campaigns: rows[0]?.campaigns ?? 0, texts: Math.max(0, Number(rows[0]?.texts ?? 0)) };
}
