import { eq } from 'drizzle-orm';
import type { OptOutRule, UpdateOptOutRule } from '@sms-crm/contracts/opt-outs';
import { optOutRules } from '@sms-crm/db/tables/opt-outs';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { checkRules, lockRule, ruleView, saying } from './view.ts';

/**
 * Changes a rule of the tenant's own. What it found before stays.
 *
 * @throws DomainError `not_found`, and as `checkRules`
 */
export async function updateOptOutRule(
  ctx: Context,
  input: UpdateOptOutRule & { id: string },
): Promise<OptOutRule> {
  requirePermission(ctx, 'opt-outs:write');
  return withTransaction(ctx, async (ctx) => {
    await lockForTenant(ctx, 'opt-out-rules');
    const before = await lockRule(ctx, input.id);
    const [row] = await ctx.tx.db
      .update(optOutRules)
      .set({
        name: input.name ?? before.name,
        phrases: input.phrases ?? before.phrases,
        verdict: input.verdict ?? before.verdict,
        enabled: input.enabled ?? before.enabled,
        updatedAt: ctx.services.clock.now(),
      })
      .where(eq(optOutRules.id, input.id))
      .returning();
    if (row === undefined) throw new Error(`rule ${input.id} vanished while locked`);
    if (input.phrases !== undefined) await checkRules(ctx);
    await audit(ctx, {
      action: 'opt-out-rule.update',
      target: { type: 'opt-out-rule', id: row.id },
      before: saying(before),
      after: saying(row),
    });
    return ruleView(row);
  });
}
