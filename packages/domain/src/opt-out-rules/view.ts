import { and, eq, isNull } from 'drizzle-orm';
import type { OptOutRule } from '@sms-crm/contracts/opt-outs';
import { optOutRules } from '@sms-crm/db/tables/opt-outs';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';

export type RuleRow = typeof optOutRules.$inferSelect;

/** A tenant's own rule as the API shows it. */
export function ruleView(row: RuleRow): OptOutRule {
  return {
    id: row.id,
    name: row.name,
    phrases: row.phrases,
    verdict: row.verdict,
    enabled: row.enabled,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** What the audit log keeps of a rule. */
export function saying({ name, phrases, verdict, enabled }: RuleRow) {
  return { name, phrases, verdict, enabled };
}

/**
 * A rule of the tenant's own, locked.
 *
 * @throws DomainError `not_found`
 */
export async function lockRule(ctx: TxContext, id: string): Promise<RuleRow> {
  const [row] = await ctx.tx.db
    .select()
    .from(optOutRules)
    .where(and(eq(optOutRules.id, id), isNull(optOutRules.shipped)))
    .for('no key update');
  if (row === undefined) throw notFound('rule');
  return row;
}
