import { eq } from 'drizzle-orm';
import type { CarrierAccount, UpdateCarrierAccount } from '@sms-crm/contracts/carrier-accounts';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { findAccount } from './account-row.ts';
import { viewAccount } from './view.ts';

/** Renames an account, or keeps or withdraws the word of who acts that they know the hours in which texting is allowed. */
export async function updateCarrierAccount(
  ctx: Context,
  input: { id: string; change: UpdateCarrierAccount },
): Promise<CarrierAccount> {
  requirePermission(ctx, 'carrier:write');
  const { name, quietHoursKnown } = input.change;
  return withTransaction(ctx, async (ctx) => {
    const before = await findAccount(ctx, input.id, true);
    const known = quietHoursKnown === true;
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(quietHoursKnown === undefined
        ? {}
        : {
            quietHoursKnownBy: known ? ctx.actor.label : null,
            quietHoursKnownAt: known ? ctx.services.clock.now() : null,
          }),
    };
    if (Object.keys(change).length === 0) return viewAccount(ctx, before);
    const [row] = await ctx.tx.db
      .update(carrierAccounts)
      .set(change)
      .where(eq(carrierAccounts.id, before.id))
      .returning();
    if (row === undefined) throw new Error(`carrier account ${before.id} vanished while locked`);
    await audit(ctx, {
      action: 'carrier-account.update',
      target: { type: 'carrier-account', id: row.id },
      before: { name: before.name, quietHoursKnownBy: before.quietHoursKnownBy },
      after: { name: row.name, quietHoursKnownBy: row.quietHoursKnownBy },
    });
    return viewAccount(ctx, row);
  });
}
