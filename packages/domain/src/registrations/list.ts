import { sql } from 'drizzle-orm';
import type { Page } from '@sms-crm/contracts/paging';
import { registration, type Registration } from '@sms-crm/contracts/registrations';
import { capScopeOfAccount } from '../capacity/cap-scope.ts';
import { carrierDays } from '../capacity/read-days.ts';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';

/** Most registrations shown; far more than one tenant has. */
const maxRegistrations = 200;

/** What the carriers let the tenant's numbers do, with today's use of the daily caps. */
export async function listRegistrations(ctx: Context): Promise<Page<Registration>> {
  requirePermission(ctx, 'numbers:read');
  return withTransaction(ctx, async (ctx) => {
    const items = await readRegistrations(ctx);
    return { items, nextCursor: null, total: items.length };
  });
}

/** The same without a look at permissions; just one when `id` names it. */
export async function readRegistrations(ctx: TxContext, id: string | null = null): Promise<Registration[]> {
  const now = ctx.services.clock.now().toISOString();
  const { rows } = await ctx.tx.db.execute<{ capTurnsAt: Date }>(sql`
    with clock as (select (${now}::timestamptz at time zone ${carrierDays.zone})::date as day)
    select r.id, r.carrier_account_id as "carrierAccountId", r.kind, r.name, r.status, r.tier, r.transactional, r.rate_parts::float8 as "rateParts",
      r.brand, r.daily_cap_parts as "dailyCapParts", coalesce(u.parts, 0)::int as "usedParts",
      (clock.day + 1)::timestamp at time zone ${carrierDays.zone} as "capTurnsAt",
      (select count(*)::int from sending_numbers n where n.registration_id = r.id) as numbers
    from carrier_registrations r cross join clock
    join carrier_accounts a on a.tenant_id = r.tenant_id and a.id = r.carrier_account_id
    left join number_usage u on u.tenant_id = r.tenant_id and u.scope = ${capScopeOfAccount} and u.scope_id = r.cap_id
      and u.kind = 'carrier-cap' and u.day = clock.day
    where ${id}::uuid is null or r.id = ${id}::uuid
    order by r.name, r.id limit ${maxRegistrations}`);
  return rows.map((row) =>
    registration.parse({ ...row, capTurnsAt: new Date(row.capTurnsAt).toISOString() }),
  );
}
