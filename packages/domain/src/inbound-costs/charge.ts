import { sql } from 'drizzle-orm';
import { raiseAlerts } from '../budget/raise-alerts.ts';
import { readSpending } from '../budget/spending.ts';
import { chargeMoney } from '../capacity/charge.ts';
import type { TxContext } from '../context/context.ts';
import { writeLedger } from '../ledger/write.ts';
import { isSimulated } from '../opt-outs/wish-columns.ts';
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
  const days = await readDays(ctx);
  const { rows } = await ctx.tx.db.execute<Omit<Charge, 'micros'> & { micros: string }>(sql`
    with priced as materialized (
      select w.message_id, w.micros, s.simulated,
        case when s.simulated then ${days.simulated}::date else ${days.live}::date end as day
      from unnest(${sql.param(inbounds.map(({ id }) => id))}::uuid[],
        ${sql.param(inbounds.map(({ text }) => inboundPartMicros(text.To) * Math.max(1, text.NumSegments)))}::bigint[]) as w (message_id, micros)
      cross join lateral (select ${isSimulated(ctx)} as simulated) s
    )
    update messages m set cost_micros = p.micros, budget_day = p.day from priced p
    where m.tenant_id = ${ctx.tenantId}::uuid and m.id = p.message_id
    returning m.id as "messageId", p.micros, p.day::text as "budgetDay", p.simulated`);
  return rows.map((row) => ({ ...row, micros: Number(row.micros) }));
}

/** The running day of each of the two books. */
async function readDays(ctx: TxContext): Promise<{ simulated: string; live: string }> {
  const { timeZone } = await tenantSettings(ctx);
  const dayOf = (
    simulated: boolean,
  ) => sql`greatest((${ctx.services.clock.now().toISOString()}::timestamptz at time zone ${timeZone})::date,
    (select day from budgets where tenant_id = ${ctx.tenantId}::uuid and simulated = ${simulated}))::text`;
  const { rows } = await ctx.tx.db.execute<{ simulated: string; live: string }>(
    sql`select ${dayOf(true)} as simulated, ${dayOf(false)} as live`,
  );
  const [days] = rows;
  if (days === undefined) throw new Error('the database told no day');
  return days;
}
