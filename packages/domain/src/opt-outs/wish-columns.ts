import { sql, type SQL } from 'drizzle-orm';
import type { RecipientWish } from './obey-wishes.ts';

/** Wishes as rows of a statement: `w (phone, message_id, at, reason)`. */
export function wishColumns(wishes: readonly RecipientWish[]): SQL {
  return sql`unnest(
    ${sql.param(wishes.map(({ phone }) => phone))}::text[],
    ${sql.param(wishes.map(({ messageId }) => messageId))}::uuid[],
    ${sql.param(wishes.map(({ at }) => at.toISOString()))}::timestamptz[],
    ${sql.param(wishes.map(({ reason }) => reason ?? 'Replied STOP'))}::text[]
  ) as w (phone, message_id, at, reason)`;
}

/** Whether a wish of `w` came to an account of the simulator: from nobody who lives. */
export function isSimulated(ctx: { tenantId: string }): SQL {
  // Scalars: a join and an "exists" were planned as reads of all webhooks of the account.
  const account = sql`(select e.carrier_account_id from webhook_events e where e.tenant_id = ${ctx.tenantId}::uuid and e.id = w.message_id)`;
  return sql`coalesce((
    select not a.live and not a.in_setup from carrier_accounts a
    where a.tenant_id = ${ctx.tenantId}::uuid and a.id = ${account}), false)`;
}
