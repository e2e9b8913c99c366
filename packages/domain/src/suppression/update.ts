import { eq } from 'drizzle-orm';
import {
  suppressionSpec,
  type SuppressionRule,
  type UpdateSuppressionRule,
} from '@sms-crm/contracts/suppression';
import { suppressionRules } from '@sms-crm/db/tables/suppression';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { lockRule, lookUpDay, ruleView, type RuleRow } from './view.ts';

/**
 * Changes a rule. A change of what it says raises its version; refusals keep the version they came from.
 *
 * @throws DomainError `not_found`, or `invalid_input` when the config is none of the rule's kind
 */
export async function updateSuppressionRule(
  ctx: Context,
  input: UpdateSuppressionRule & { id: string },
): Promise<SuppressionRule> {
  requirePermission(ctx, 'suppression:write');
  return withTransaction(ctx, async (ctx) => {
    const before = await lockRule(ctx, input.id);
    const config = input.config === undefined ? before.config : readConfig(before, input.config);
    const changed = JSON.stringify(config) !== JSON.stringify(before.config);
    const now = ctx.services.clock.now();
    const enabled = input.enabled ?? before.enabled;
    const [row] = await ctx.tx.db
      .update(suppressionRules)
      .set({
        name: input.name ?? before.name,
        enabled,
        config,
        version: before.version + (changed ? 1 : 0),
        updatedAt: now,
        lookUpAt: before.kind === 'landlines' && enabled ? now : null,
      })
      .where(eq(suppressionRules.id, input.id))
      .returning();
    if (row === undefined) throw new Error(`suppression rule ${input.id} vanished while locked`);
    await audit(ctx, {
      action: 'suppression-rule.update',
      target: { type: 'suppression-rule', id: row.id },
      before: saying(before),
      after: saying(row),
    });
    return ruleView(row, lookUpDay(now));
  });
}

function saying({ name, enabled, config, version }: RuleRow) {
  return { name, enabled, config, version };
}

function readConfig({ kind }: RuleRow, config: Record<string, unknown>): unknown {
  const read = suppressionSpec.safeParse({ kind, config });
  if (read.success) return read.data.config;
  const fields = read.error.issues.map(({ path, message }) => ({ field: path.join('.'), detail: message }));
  throw new DomainError('invalid_input', {
    detail: `This is no config of a rule of the kind ${kind}. Correct ${fields.map(({ field }) => field).join(', ')}.`,
    fields,
  });
}
