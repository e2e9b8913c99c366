import { sql } from 'drizzle-orm';
import { raiseAlerts } from '../budget/raise-alerts.ts';
import { readSpending } from '../budget/spending.ts';
import { chargeMoney } from '../capacity/charge.ts';
import type { TxContext } from '../context/context.ts';
import { writeLedger } from '../ledger/write.ts';
import { tenantSettings } from '../tenants/settings.ts';
import type { Inbound } from '../webhooks/inbound.ts';
import { inboundPartMicros } from './price.ts';

type Charge = { messageId: string; micros: number; budgetDay: string; simulated: boolean };

/**
 * Books what texts that came in cost, on the running day of the tenant: nobody can refuse them, so the budget is charged beyond its limit
 * too, and sends less itself then. The budget row comes last.
 */
export async function chargeInbounds(ctx: TxContext, inbounds: readonly Inbound[]): Promise<void> {
  const charges = await priceMessages(ctx, inbounds);
  await writeLedger(
    ctx,
    charges.map(({ messageId, ...charge }) => ({ ...charge, kind: 'inbound' as const, sourceId: messageId })),
  );
  const byBooks = Map.groupBy(charges, ({ budgetDay, simulated }) => `${simulated} ${budgetDay}`);
  for (const [, own] of [...byBooks].toSorted(([a], [b]) => a.localeCompare(b))) {
    const [first] = own;
    if (first === undefined) continue;
    await chargeMoney(ctx, { ...first, micros: own.reduce((sum, { micros }) => sum + micros, 0) });
    const spending = await readSpending(ctx, first);
    if (spending === undefined) continue;
    await raiseAlerts(ctx, { spending, simulated: first.simulated, refused: null });
  }
}

/** Which books a text belongs to follows from the account it came to. */
async function priceMessages(ctx: TxContext, inbounds: readonly Inbound[]): Promise<Charge[]> {
  if (inbounds.length === 0) return [];
  const { timeZone } = await tenantSettings(ctx);
  const today = sql`(${ctx.services.clock.now().toISOString()}::timestamptz at time zone ${timeZone})::date`;
  const { rows } = await ctx.tx.db.execute<Omit<Charge, 'micros'> & { micros: string }>(sql`
    with priced as materialized (
      select v.id, v.micros, a.simulated, greatest(${today},
        (select b.day from budgets b where b.tenant_id = ${ctx.tenantId}::uuid and b.simulated = a.simulated)) as day
      from unnest(${sql.param(inbounds.map(({ id }) => id))}::uuid[],
        ${sql.param(inbounds.map(({ text }) => inboundPartMicros(text.To) * Math.max(1, text.NumSegments)))}::bigint[]) as v (id, micros)
      cross join lateral (select carrier_account_id from webhook_events where tenant_id = ${ctx.tenantId}::uuid and id = v.id) e
      cross join lateral (
        select not (live or in_setup) as simulated from carrier_accounts where tenant_id = ${ctx.tenantId}::uuid and id = e.carrier_account_id
      ) a
    )
    update messages m set cost_micros = p.micros, budget_day = p.day from priced p
    where m.tenant_id = ${ctx.tenantId}::uuid and m.id = p.id
    returning m.id as "messageId", p.micros, p.day::text as "budgetDay", p.simulated`);
  return rows.map((row) => ({ ...row, micros: Number(row.micros) }));
}
