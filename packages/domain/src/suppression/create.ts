import { isNull, sql } from 'drizzle-orm';
import type { CreateSuppressionRule, SuppressionRule } from '@sms-crm/contracts/suppression';
import { suppressionRules } from '@sms-crm/db/tables/suppression';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { maxRules } from './rules.ts';
import { lookUpDay, ruleView } from './view.ts';

/**
 * Adds a rule; it holds for every text that is claimed from now on.
 *
 * @throws DomainError `conflict` when the tenant has as many as it may have
 */
export async function createSuppressionRule(
  ctx: Context,
  input: CreateSuppressionRule,
): Promise<SuppressionRule> {
  requirePermission(ctx, 'suppression:write');
  return withTransaction(ctx, async (ctx) => {
    await lockForTenant(ctx, 'suppression-rules');
    const [counted] = await ctx.tx.db
      .select({ rules: sql<number>`count(*)::int` })
      .from(suppressionRules)
      .where(isNull(suppressionRules.deletedAt));
    if ((counted?.rules ?? 0) >= maxRules) {
      throw new DomainError('conflict', {
        detail: `There are ${maxRules} suppression rules already, the most there may be. Delete one first.`,
      });
    }
    const { name, enabled, kind, config } = input;
    const now = ctx.services.clock.now();
    const [row] = await ctx.tx.db
      .insert(suppressionRules)
      .values({
        tenantId: ctx.tenantId,
        name,
        kind,
        config,
        enabled,
        createdBy: ctx.actor.label,
        lookUpAt: kind === 'landlines' && enabled ? now : null,
      })
      .returning();
    if (row === undefined) throw new Error('the new suppression rule was not returned');
    await audit(ctx, {
      action: 'suppression-rule.create',
      target: { type: 'suppression-rule', id: row.id },
      after: { name, kind, config, enabled },
    });
    return ruleView(row, lookUpDay(now));
  });
}
