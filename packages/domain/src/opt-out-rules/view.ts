import { and, eq, isNull } from 'drizzle-orm';
import type { OptOutRule } from '@sms-crm/contracts/opt-outs';
import { optOutRules } from '@sms-crm/db/tables/opt-outs';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import { checkWords } from './check-words.ts';

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
 * Looks at all rules of the tenant's own after one was written; writers wait for each other.
 *
 * @throws DomainError as `checkWords`
 */
export async function checkRules(ctx: TxContext): Promise<void> {
  const rules = await ctx.tx.db
    .select({ phrases: optOutRules.phrases })
    .from(optOutRules)
    .where(isNull(optOutRules.shipped));
  checkWords(
    rules.flatMap(({ phrases }) => phrases),
    { what: 'rules', field: 'phrases' },
  );
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
