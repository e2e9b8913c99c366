import { and, eq, isNotNull } from 'drizzle-orm';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { carrierWaits } from '@sms-crm/db/tables/carrier-errors';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { wakePump, withTransaction, type Context } from '../context/context.ts';
import { notFound } from '../context/errors.ts';

/**
 * Lets an account send again that was stopped because the carrier refused it. If it still does, it is stopped again.
 *
 * @throws DomainError `not_found`
 */
export async function resumeCarrierAccount(ctx: Context, input: { id: string }): Promise<void> {
  requirePermission(ctx, 'settings:write');
  await withTransaction(ctx, async (ctx) => {
    const [known] = await ctx.tx.db
      .select({ name: carrierAccounts.name, code: carrierAccounts.stoppedCode })
      .from(carrierAccounts)
      .where(eq(carrierAccounts.id, input.id));
    if (known === undefined) throw notFound('carrier account');
    const resumed = await ctx.tx.db
      .update(carrierAccounts)
      .set({ stoppedAt: null, stoppedCode: null })
      .where(and(eq(carrierAccounts.id, input.id), isNotNull(carrierAccounts.stoppedAt)))
      .returning({ id: carrierAccounts.id });
    if (resumed.length === 0) return;
    await ctx.tx.db
      .delete(carrierWaits)
      .where(and(eq(carrierWaits.scope, 'account'), eq(carrierWaits.scopeId, input.id)));
    await audit(ctx, {
      action: 'carrier-account.resume',
      target: { type: 'carrier-account', id: input.id },
      before: { name: known.name, code: known.code },
    });
    wakePump(ctx);
  });
}
