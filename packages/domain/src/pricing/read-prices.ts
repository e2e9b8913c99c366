import { asc } from 'drizzle-orm';
import { prices } from '@sms-crm/db/tables/sending';
import type { TxContext } from '../context/context.ts';
import { priceList, type PriceList } from './price-list.ts';

const builtIn = priceList();

/** What parts cost this tenant. */
export async function readPrices(ctx: TxContext): Promise<PriceList> {
  const own = await ctx.tx.db
    .select({ prefix: prices.prefix, partMicros: prices.partMicros })
    .from(prices)
    .orderBy(asc(prices.prefix))
    .prepare('prices')
    .execute();
  if (own.length === 0) return builtIn;
  return priceList(Object.fromEntries(own.map(({ prefix, partMicros }) => [prefix, partMicros])));
}
