import { asc } from 'drizzle-orm';
import type { Prices } from '@sms-crm/contracts/prices';
import { prices } from '@sms-crm/db/tables/sending';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { listSource, partMicrosByPrefix } from './price-list.ts';

/** The prices that count for this tenant: its own, and those of the built-in list that it has none for. */
export async function listPrices(ctx: Context): Promise<Prices> {
  requirePermission(ctx, 'budget:read');
  return withTransaction(ctx, viewPrices);
}

/** The same without a look at permissions. */
export async function viewPrices(ctx: TxContext): Promise<Prices> {
  const rows = await ctx.tx.db.select().from(prices).orderBy(asc(prices.prefix));
  const own = rows.map(({ prefix, partMicros, source }) => ({ prefix, partMicros, source, own: true }));
  const covered = new Set(own.map(({ prefix }) => prefix));
  const builtIn = Object.entries(partMicrosByPrefix).flatMap(([prefix, partMicros]) =>
    covered.has(prefix) ? [] : [{ prefix, partMicros, source: listSource, own: false }],
  );
  const items = [...own, ...builtIn].toSorted((a, b) => (a.prefix < b.prefix ? -1 : 1));
  return { items, otherwiseMicros: Math.max(...items.map(({ partMicros }) => partMicros)) };
}
