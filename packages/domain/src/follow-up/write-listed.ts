import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import type { EarlierCharge, ListedMessage } from './listed-messages.ts';

/** Writes what the carrier's list changed of locked messages and of the charges of their earlier attempts. */
export async function writeListed(
  ctx: TxContext,
  changed: { messages: readonly ListedMessage[]; earlier: readonly EarlierCharge[] },
): Promise<void> {
  if (changed.messages.length > 0) await writeMessages(ctx, changed.messages);
  if (changed.earlier.length > 0) await writeEarlier(ctx, changed.earlier);
}

async function writeMessages(ctx: TxContext, messages: readonly ListedMessage[]): Promise<void> {
  const column = <T>(pick: (message: ListedMessage) => T) => sql.param(messages.map((one) => pick(one)));
  await ctx.tx.db.execute(sql`
    update messages m set status = c.status, error_code = c.error_code, first_error_code = c.first_error_code,
      cost_micros = c.cost_micros, priced = c.priced
    from unnest(${column(({ id }) => id)}::uuid[], ${column(({ status }) => status)}::text[],
      ${column(({ errorCode }) => errorCode)}::text[], ${column(({ firstErrorCode }) => firstErrorCode)}::text[],
      ${column(({ costMicros }) => costMicros)}::bigint[], ${column(({ priced }) => priced)}::boolean[])
      as c (id, status, error_code, first_error_code, cost_micros, priced)
    where m.tenant_id = ${ctx.tenantId}::uuid and m.id = c.id`);
}

async function writeEarlier(ctx: TxContext, earlier: readonly EarlierCharge[]): Promise<void> {
  const column = <T>(pick: (charge: EarlierCharge) => T) => sql.param(earlier.map((one) => pick(one)));
  await ctx.tx.db.execute(sql`
    update earlier_charges e set cost_micros = c.cost_micros, priced = c.priced
    from unnest(${column(({ id }) => id)}::uuid[], ${column(({ costMicros }) => costMicros)}::bigint[],
      ${column(({ priced }) => priced)}::boolean[]) as c (id, cost_micros, priced)
    where e.tenant_id = ${ctx.tenantId}::uuid and e.id = c.id`);
}
