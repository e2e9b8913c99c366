import { asc } from 'drizzle-orm';
import type { Prices, PutPrices } from '@sms-crm/contracts/prices';
import { prices } from '@sms-crm/db/tables/sending';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { viewPrices } from './list.ts';

/** Replaces the tenant's own prices as a whole; what is reserved already keeps the price it was reserved at. */
export async function putPrices(ctx: Context, input: PutPrices): Promise<Prices> {
  requirePermission(ctx, 'budget:write');
  return withTransaction(ctx, async (ctx) => {
    const { db } = ctx.tx;
    await lockForTenant(ctx, 'prices');
    const before = await db
      .select({ prefix: prices.prefix, partMicros: prices.partMicros, source: prices.source })
      .from(prices)
      .orderBy(asc(prices.prefix));
    await db.delete(prices);
    const rows = input.items.map((item) => ({
      ...item,
      tenantId: ctx.tenantId,
      source: input.source,
      updatedAt: ctx.services.clock.now(),
    }));
    if (rows.length > 0) await db.insert(prices).values(rows);
    await audit(ctx, {
      action: 'prices.update',
      target: { type: 'prices', id: null },
      before: { items: before },
      after: input,
    });
    return viewPrices(ctx);
  });
}
