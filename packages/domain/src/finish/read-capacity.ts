import { sql } from 'drizzle-orm';
import type { WaitReason } from '@sms-crm/contracts/reasons';
import { capScopeOfAccount } from '../capacity/cap-scope.ts';
import { carrierDays } from '../capacity/read-days.ts';
import type { TxContext } from '../context/context.ts';
import type { NumberRow } from '../numbers/find.ts';
import { warmUpAllowance } from '../numbers/warm-up-curve.ts';
import { tenantSettings } from '../tenants/settings.ts';
import { calendarOf } from './calendar.ts';
import type { BudgetCapacity, Capacity } from './capacity.ts';

type Row = Pick<NumberRow, 'id' | 'type' | 'warmUpCurve' | 'warmUpLevel' | 'registrationId'> & {
  rateParts: number;
  accountId: string;
  accountParts: number | null;
  registrationParts: number | null;
  capParts: number | null;
  capId: string | null;
  halted: WaitReason | null;
  warmUpUsed: number | null;
  capUsed: number | null;
};

/** Reads what bounds how fast some numbers send now: their rates, ramps, caps, and the tenant's budget. */
export async function readCapacity(
  ctx: TxContext,
  input: { numberIds: readonly string[]; simulated: boolean },
): Promise<Capacity> {
  const tenant = await tenantSettings(ctx);
  const now = sql`${ctx.services.clock.now().toISOString()}::timestamptz`;
  const { rows } = await ctx.tx.db.execute<Row>(sql`
    select n.id, n.type, n.warm_up_curve as "warmUpCurve", n.warm_up_level as "warmUpLevel", n.registration_id as "registrationId",
      n.rate_parts::float8 as "rateParts", a.id as "accountId", a.rate_parts::float8 as "accountParts",
      r.rate_parts::float8 as "registrationParts", r.daily_cap_parts as "capParts", r.cap_id as "capId",
      case when exists (select from kill_switches k where k.id = n.id) then 'kill_switch'
        when a.stopped_at is not null then 'account_stopped' when n.stopped_at is not null then 'number_stopped' end as halted,
      w.parts::float8 as "warmUpUsed", c.parts::float8 as "capUsed"
    from sending_numbers n join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id
    left join carrier_registrations r on r.tenant_id = n.tenant_id and r.id = n.registration_id
    left join number_usage w on w.tenant_id = n.tenant_id and w.scope = 'number' and w.scope_id = n.id and w.kind = 'warm-up'
      and w.day = (${now} at time zone ${tenant.timeZone})::date
    left join number_usage c on c.tenant_id = n.tenant_id and c.scope = ${capScopeOfAccount} and c.scope_id = r.cap_id and c.kind = 'carrier-cap'
      and c.day = (${now} at time zone ${carrierDays.zone})::date
    where n.id = any (${sql.param(input.numberIds)}::uuid[])`);
  return {
    numbers: rows.map((row) => ({ ...row, warmUp: rampOf(row) })),
    registrations: new Map(
      rows.flatMap(({ registrationId, registrationParts, capId, capParts, capUsed }) =>
        registrationId === null || capId === null
          ? []
          : [
              [
                registrationId,
                { rateParts: registrationParts, capId, capParts, used: capUsed ?? 0 },
              ] as const,
            ],
      ),
    ),
    accountParts: new Map(rows.map(({ accountId, accountParts }) => [accountId, accountParts])),
    tenantParts: tenant.rateParts,
    budget: await readBudget(ctx, { simulated: input.simulated, timeZone: tenant.timeZone }),
    tenantDays: calendarOf(tenant.timeZone),
    carrierDays: calendarOf(carrierDays.zone),
  };
}

function rampOf(row: Row): Capacity['numbers'][number]['warmUp'] {
  if (row.warmUpLevel === null) return null;
  const partsOf = (warmUpLevel: number) =>
    warmUpAllowance({ ...row, warmUpLevel }) ?? Number.POSITIVE_INFINITY;
  return { level: row.warmUpLevel, partsOf, used: row.warmUpUsed ?? 0 };
}

async function readBudget(
  ctx: TxContext,
  { simulated, timeZone }: { simulated: boolean; timeZone: string },
): Promise<BudgetCapacity> {
  const today = sql`(${ctx.services.clock.now().toISOString()}::timestamptz at time zone ${timeZone})::date`;
  const { rows } = await ctx.tx.db.execute<BudgetCapacity>(sql`
    select (daily_limit_micros - reserve_micros)::float8 as "dailyLimit", (monthly_limit_micros - reserve_micros)::float8 as "monthlyLimit",
      case when day < ${today} then 0 else day_spent_micros end::float8 as "daySpent",
      case when month < date_trunc('month', ${today})::date then 0 else month_spent_micros end::float8 as "monthSpent"
    from budgets where tenant_id = ${ctx.tenantId}::uuid and simulated = ${simulated}`);
  return rows[0] ?? { dailyLimit: null, monthlyLimit: null, daySpent: 0, monthSpent: 0 };
}
