import { sql, type SQL } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import type { RegistrationRow } from '../registrations/find.ts';
import { capScopeOfAccount } from './cap-scope.ts';
import { carrierDays } from './read-days.ts';

/**
 * Every claim shares this lock and adds to the counts that hold as it begins. Who makes other ones hold takes it alone, before the first
 * look, so that each text in flight is counted once: by its claim or here.
 */
export const claimsLock = 'claims';

/** The first day of a ramp is limited as a whole: what went out before it began counts, too, and what is on its way. */
export async function countForRamp(ctx: TxContext, numberId: string, day: string): Promise<void> {
  await ctx.tx.db.execute(sql`
    insert into number_usage (tenant_id, scope, scope_id, kind, day, parts)
    select ${ctx.tenantId}::uuid, 'number', ${numberId}::uuid, 'warm-up', ${day}::date, coalesce(sum(parts), 0) from (
      select parts from number_daily where tenant_id = ${ctx.tenantId}::uuid and number_id = ${numberId}::uuid and day = ${day}::date
      union all
      select parts from (${inFlight(ctx)}) f where number_id = ${numberId}::uuid and budget_day = ${day}::date
    ) sent
    on conflict (tenant_id, scope, scope_id, kind, day) do update set parts = greatest(number_usage.parts, excluded.parts)`);
}

/**
 * Counts what is on its way under the cap that holds for it from now on, since its parts are given back there; the former cap keeps
 * what it counted.
 *
 * @param input.numberId the number that was moved; null when all numbers of the registration were
 */
export async function countForCap(
  ctx: TxContext,
  input: { numberId: string | null; before: RegistrationRow | null; after: RegistrationRow },
): Promise<void> {
  const { numberId, before, after } = input;
  const isCounted = before?.capId === after.capId && before.dailyCapParts !== null;
  if (isCounted || after.dailyCapParts === null) return;
  await ctx.tx.db.execute(sql`
    insert into number_usage (tenant_id, scope, scope_id, kind, day, parts)
    select n.tenant_id, ${capScopeOfAccount}, ${after.capId}::uuid, 'carrier-cap', (f.claimed_at at time zone ${carrierDays.zone})::date as day, sum(f.parts)
    from (${inFlight(ctx)}) f join sending_numbers n on n.tenant_id = ${ctx.tenantId}::uuid and n.id = f.number_id
    join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id
    where n.registration_id = ${after.id}::uuid and n.id = coalesce(${numberId}::uuid, n.id)
    group by 1, 2, 3, 4, 5 order by 2, 3, 4, 5
    on conflict (tenant_id, scope, scope_id, kind, day) do update set parts = number_usage.parts + excluded.parts`);
}

/** The tenant's texts of which it is not known yet whether the carrier took them. */
export function inFlight(ctx: TxContext): SQL {
  const own = sql`tenant_id = ${ctx.tenantId}::uuid`;
  return sql`
    select distinct m.id, m.number_id, m.budget_day, m.claimed_at, m.parts
    from (
      select campaign_id, first_id, last_id from message_batches where ${own} and state in ('offered', 'claimed') and state = 'claimed'
      union
      select campaign_id, first_id, last_id from message_batches where ${own} and reconcile_at is not null
    ) b join messages m on m.${own} and m.id between b.first_id and b.last_id and m.campaign_id is not distinct from b.campaign_id
    where m.status in ('sending', 'unknown')`;
}
