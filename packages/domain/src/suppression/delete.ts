import { eq } from 'drizzle-orm';
import { suppressionRules } from '@sms-crm/db/tables/suppression';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { lockRule } from './view.ts';

/**
 * Deletes a rule. Its row stays, so that refusals it gave can still name it.
 *
 * @throws DomainError `not_found`
 */
export async function deleteSuppressionRule(ctx: Context, input: { id: string }): Promise<void> {
  requirePermission(ctx, 'suppression:write');
  await withTransaction(ctx, async (ctx) => {
    const before = await lockRule(ctx, input.id);
    await ctx.tx.db
      .update(suppressionRules)
      .set({ deletedAt: ctx.services.clock.now(), enabled: false, lookUpAt: null })
      .where(eq(suppressionRules.id, input.id));
    await audit(ctx, {
      action: 'suppression-rule.delete',
      target: { type: 'suppression-rule', id: input.id },
      before: { name: before.name, kind: before.kind, config: before.config },
    });
  });
}
