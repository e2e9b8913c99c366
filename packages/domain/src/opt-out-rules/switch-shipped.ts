import { sql } from 'drizzle-orm';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError, notFound } from '../context/errors.ts';
import { shippedRules } from './shipped.ts';

/**
 * Lets a rule that comes with the product rest, or hold again.
 *
 * @throws DomainError `not_found`, or `wrong_state` for a rule with the words the law names
 */
export async function switchShippedRule(
  ctx: Context,
  input: { key: string; enabled: boolean },
): Promise<void> {
  requirePermission(ctx, 'opt-outs:write');
  const rule = shippedRules.find(({ key }) => key === input.key);
  if (rule === undefined) throw notFound('rule');
  if (rule.required && !input.enabled) {
    throw new DomainError('wrong_state', {
      detail: `“${rule.name}” stays on: the law asks to obey these words. Add a rule of your own instead.`,
    });
  }
  await withTransaction(ctx, async (ctx) => {
    await ctx.tx.db.execute(sql`
      insert into opt_out_rules as r (tenant_id, shipped, name, phrases, verdict, enabled, created_by)
      values (${ctx.tenantId}::uuid, ${rule.key}, ${rule.name}, '{}', ${rule.verdict}, ${input.enabled}, ${ctx.actor.label})
      on conflict (tenant_id, shipped) do update set
        enabled = excluded.enabled, updated_at = ${ctx.services.clock.now().toISOString()}::timestamptz`);
    await audit(ctx, {
      action: 'opt-out-rule.switch',
      target: { type: 'opt-out-rule', id: null },
      after: { rule: rule.key, enabled: input.enabled },
    });
  });
}
