import { eq } from 'drizzle-orm';
import { optOutRules } from '@sms-crm/db/tables/opt-outs';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { lockRule, saying } from './view.ts';

/**
 * Deletes a rule of the tenant's own; reviews it opened keep its name.
 *
 * @throws DomainError `not_found`
 */
export async function deleteOptOutRule(ctx: Context, input: { id: string }): Promise<void> {
  requirePermission(ctx, 'opt-outs:write');
  await withTransaction(ctx, async (ctx) => {
    const before = await lockRule(ctx, input.id);
    await ctx.tx.db.delete(optOutRules).where(eq(optOutRules.id, input.id));
    await audit(ctx, {
      action: 'opt-out-rule.delete',
      target: { type: 'opt-out-rule', id: input.id },
      before: saying(before),
    });
  });
}
