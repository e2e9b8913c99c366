import { isNull, sql } from 'drizzle-orm';
import { mostRules, type CreateOptOutRule, type OptOutRule } from '@sms-crm/contracts/opt-outs';
import { optOutRules } from '@sms-crm/db/tables/opt-outs';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { checkRules, ruleView, saying } from './view.ts';

/**
 * Adds a rule of the tenant's own; it holds for every text that comes in from now on.
 *
 * @throws DomainError `conflict` when the tenant has as many as it may have, and as `checkRules`
 */
export async function createOptOutRule(ctx: Context, input: CreateOptOutRule): Promise<OptOutRule> {
  requirePermission(ctx, 'opt-outs:write');
  return withTransaction(ctx, async (ctx) => {
    await lockForTenant(ctx, 'opt-out-rules');
    const [counted] = await ctx.tx.db
      .select({ rules: sql<number>`count(*)::int` })
      .from(optOutRules)
      .where(isNull(optOutRules.shipped));
    if ((counted?.rules ?? 0) >= mostRules) {
      throw new DomainError('conflict', {
        detail: `There are ${mostRules} rules of your own already, the most there may be. Delete one, or add your words to one of them.`,
      });
    }
    const { name, phrases, verdict, enabled } = input;
    const [row] = await ctx.tx.db
      .insert(optOutRules)
      .values({ tenantId: ctx.tenantId, name, phrases, verdict, enabled, createdBy: ctx.actor.label })
      .returning();
    if (row === undefined) throw new Error('the new rule was not returned');
    await checkRules(ctx);
    await audit(ctx, {
      action: 'opt-out-rule.create',
      target: { type: 'opt-out-rule', id: row.id },
      after: saying(row),
    });
    return ruleView(row);
  });
}
