import { sql, type SQL } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';

/** A contact and the number it was texted from. */
export type Texted = { contactId: string | null; numberId: string | null };

/**
 * Whether the tenant has other numbers that reach the same kind of recipient, so that contacts are remembered with theirs. Simulated
 * numbers are not remembered beside a live account.
 *
 * @param number id of the number
 * @param account the row of its account, an alias
 */
export function isOneOfSeveral(number: SQL, account: SQL): SQL<boolean> {
  return sql<boolean>`(exists (
      select from sending_numbers other join carrier_accounts oa on oa.tenant_id = other.tenant_id and oa.id = other.carrier_account_id
      where other.id <> ${number} and (oa.live or oa.in_setup) = (${account}.live or ${account}.in_setup)
    ) and (${account}.live or not exists (select from carrier_accounts la where la.live)))`;
}

/**
 * The number of a contact's first text of a kind, for contacts that are not remembered with one: those that were texted while the tenant
 * had one number. One look into an index for each.
 *
 * @param contactId of a row of the outer query
 */
export function numberOfFirstText(contactId: SQL, simulated: boolean): SQL {
  return sql`(select fm.number_id from messages fm
    join sending_numbers fn on fn.tenant_id = fm.tenant_id and fn.id = fm.number_id
    join carrier_accounts fa on fa.tenant_id = fn.tenant_id and fa.id = fn.carrier_account_id and (fa.live or fa.in_setup) = ${!simulated}
    where fm.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and fm.contact_id = ${contactId}
      and fm.direction = 'outbound' and fm.handed_over_at is not null
    order by fm.id limit 1)`;
}

/** A contact keeps the number of its first text; one it knows already stays. Tenants with one number have nothing to remember. */
export async function rememberNumbers(ctx: TxContext, texted: readonly Texted[]): Promise<void> {
  const pairs = texted.flatMap(({ contactId, numberId }) =>
    contactId === null || numberId === null ? [] : [{ contactId, numberId }],
  );
  if (pairs.length === 0) return;
  await ctx.tx.db.execute(sql`
    insert into contact_numbers (tenant_id, contact_id, number_id)
    select ${ctx.tenantId}::uuid, v.contact_id, n.id
    from unnest(${sql.param(pairs.map(({ contactId }) => contactId))}::uuid[], ${sql.param(pairs.map(({ numberId }) => numberId))}::uuid[])
      as v (contact_id, number_id)
    join sending_numbers n on n.tenant_id = ${ctx.tenantId}::uuid and n.id = v.number_id
    join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id
    where ${isOneOfSeveral(sql`n.id`, sql`a`)}
    order by v.contact_id on conflict do nothing`);
}
