import { sql } from 'drizzle-orm';
import type { MessageKind } from '@sms-crm/contracts/gates';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';
import type { Left } from '../gates/capacity-gate.ts';
import type { NumberRow } from '../numbers/find.ts';
import { warmUpAllowance } from '../numbers/warm-up-curve.ts';
import { capScope } from './cap-scope.ts';

/** Carriers count their daily caps by this zone's days. */
export const carrierDays = { zone: 'America/Los_Angeles' };

/** Kinds that may use the last reserve of a budget: who stops or asks for help is always answered. */
const mayUseReserve: ReadonlySet<MessageKind> = new Set(['help', 'opt-out-confirmation']);

export type BudgetPeriod = 'day' | 'month';

/** What a claim needs of days and money; `reserve` writes against exactly these. */
export type DayLimits = {
  /** When they were read: both days are those of this moment. */
  at: Date;
  /** The tenant's day; the budget's may be ahead of it after the zone was changed. */
  today: string;
  budgetDay: string;
  carrierDay: string;
  budget: Left;
  warmUp: Left;
  carrierCap: Left;
  /** Which of the two limits leaves less. */
  budgetPeriod: BudgetPeriod;
  /** Micro-dollars of the budget that this kind of message must leave. */
  keepMicros: number;
  /** Parts the number's ramp allows today and its registration of the brand's cap; null is no limit. */
  warmUpParts: number | null;
  carrierCapParts: number | null;
  /** Behind what the cap is counted; see `capScope`. */
  capId: string | null;
};

type Row = {
  today: string;
  day: string;
  month: string;
  nextDay: Date;
  nextMonth: Date;
  carrierDay: string;
  nextCarrierDay: Date;
  dailyLimit: string | null;
  monthlyLimit: string | null;
  reserve: string | null;
  daySpent: string | null;
  monthSpent: string | null;
  warmUpUsed: string | null;
  capParts: number | null;
  capId: string | null;
  capUsed: string | null;
};

/** Reads what budget, warm-up and carrier cap leave now, without locks: what is written later is checked again by `reserve`. */
export async function readDayLimits(
  ctx: TxContext,
  input: { number: NumberRow; kind: MessageKind; timeZone: string; simulated: boolean },
): Promise<DayLimits> {
  const { number } = input;
  const now = ctx.services.clock.now();
  const { rows } = await runPrepared<Row>(
    ctx.tx.db,
    sql`
    with clock as (
      select (t at time zone ${input.timeZone}) as here, (t at time zone ${carrierDays.zone}) as there
      from (select ${now.toISOString()}::timestamptz as t) n
    ), days as (
      select here::date as today, greatest(here::date, b.day) as day, there::date as carrier_day,
        (there::date + 1)::timestamp at time zone ${carrierDays.zone} as next_carrier_day
      from clock left join budgets b on b.tenant_id = ${ctx.tenantId}::uuid and b.simulated = ${input.simulated}
    ), turns as (
      select *, date_trunc('month', day)::date as month, (day + 1)::timestamp at time zone ${input.timeZone} as next_day,
        (date_trunc('month', day::timestamp) + interval '1 month') at time zone ${input.timeZone} as next_month from days
    )
    select d.today::text, d.day::text, d.month::text, d.next_day as "nextDay", d.next_month as "nextMonth", d.carrier_day::text as "carrierDay",
      d.next_carrier_day as "nextCarrierDay", b.daily_limit_micros as "dailyLimit", b.monthly_limit_micros as "monthlyLimit",
      b.reserve_micros as reserve, case when b.day < d.day then 0 else b.day_spent_micros end as "daySpent",
      case when b.month < d.month then 0 else b.month_spent_micros end as "monthSpent",
      w.parts as "warmUpUsed", r.daily_cap_parts as "capParts", r.cap_id as "capId", c.parts as "capUsed"
    from turns d
    left join budgets b on b.tenant_id = ${ctx.tenantId}::uuid and b.simulated = ${input.simulated}
    left join carrier_registrations r on r.tenant_id = ${ctx.tenantId}::uuid and r.id = ${number.registrationId}::uuid
    left join number_usage w on w.tenant_id = ${ctx.tenantId}::uuid and w.scope = 'number' and w.scope_id = ${number.id}::uuid
      and w.kind = 'warm-up' and w.day = d.day
    left join number_usage c on c.tenant_id = ${ctx.tenantId}::uuid and c.scope = ${capScope(input.simulated)} and c.scope_id = r.cap_id
      and c.kind = 'carrier-cap' and c.day = d.carrier_day`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the day limits were not returned');
  return { at: now, ...toLimits(row, input) };
}

function toLimits(
  row: Row,
  { number, kind }: { number: NumberRow; kind: MessageKind },
): Omit<DayLimits, 'at'> {
  const keepMicros = mayUseReserve.has(kind) ? 0 : Number(row.reserve ?? 0);
  const left = (limit: string | null, spent: string | null) =>
    limit === null ? Number.POSITIVE_INFINITY : Number(limit) - keepMicros - Number(spent ?? 0);
  const [ofDay, ofMonth] = [left(row.dailyLimit, row.daySpent), left(row.monthlyLimit, row.monthSpent)];
  const warmUpParts = warmUpAllowance(number);
  return {
    today: row.today,
    budgetDay: row.day,
    carrierDay: row.carrierDay,
    budget: {
      amount: Math.min(ofDay, ofMonth),
      until: new Date(ofMonth <= ofDay ? row.nextMonth : row.nextDay),
    },
    budgetPeriod: ofMonth <= ofDay ? 'month' : 'day',
    warmUp: { amount: partsLeft(warmUpParts, row.warmUpUsed), until: new Date(row.nextDay) },
    carrierCap: { amount: partsLeft(row.capParts, row.capUsed), until: new Date(row.nextCarrierDay) },
    keepMicros,
    warmUpParts,
    carrierCapParts: row.capParts,
    capId: row.capId,
  };
}

function partsLeft(limit: number | null, used: string | null): number {
  return limit === null ? Number.POSITIVE_INFINITY : limit - Number(used ?? 0);
}
