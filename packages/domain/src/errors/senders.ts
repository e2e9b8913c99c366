import { sql } from 'drizzle-orm';
import type { NumberType } from '@sms-crm/contracts/numbers';
import type { TxContext } from '../context/context.ts';

/** Who stands behind a sending number. */
export type SenderScopes = {
  numberId: string;
  phone: string;
  type: NumberType;
  accountId: string;
  accountName: string;
  /** Behind what the carrier's cap of the day is counted; see `capScope`. */
  capId: string | null;
  simulated: boolean;
};

/** The account and registration of each of these numbers. */
export async function readSenders(
  ctx: TxContext,
  numberIds: readonly (string | null)[],
): Promise<Map<string, SenderScopes>> {
  const ids = [...new Set(numberIds.filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const { rows } = await ctx.tx.db.execute<SenderScopes>(sql`
    select n.id as "numberId", n.phone, n.type, r.cap_id as "capId", a.id as "accountId", a.name as "accountName",
      not (a.live or a.in_setup) as simulated
    from sending_numbers n join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id
    left join carrier_registrations r on r.tenant_id = n.tenant_id and r.id = n.registration_id
    where n.tenant_id = ${ctx.tenantId}::uuid and n.id = any (${sql.param(ids)}::uuid[])`);
  return new Map(rows.map((row) => [row.numberId, row]));
}
