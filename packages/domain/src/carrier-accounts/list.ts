import type { CarrierAccount } from '@sms-crm/contracts/carrier-accounts';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { viewAccount } from './view.ts';

/** Most accounts of one tenant. */
export const maxAccounts = 20;

/** The tenant's accounts with their checklists, the oldest first. */
export async function listCarrierAccounts(ctx: Context): Promise<{ items: CarrierAccount[] }> {
  requirePermission(ctx, 'carrier:read');
  return withTransaction(ctx, async (ctx) => {
    const rows = await ctx.tx.db
      .select()
      .from(carrierAccounts)
      .orderBy(carrierAccounts.id)
      .limit(maxAccounts);
    const items: CarrierAccount[] = [];
    for (const row of rows) items.push(await viewAccount(ctx, row));
    return { items };
  });
}
