import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { lookUpMicros, suppressionSpec, type SuppressionRule } from '@sms-crm/contracts/suppression';
import { suppressionRules } from '@sms-crm/db/tables/suppression';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';

export type RuleRow = typeof suppressionRules.$inferSelect;

const record = z.record(z.string(), z.unknown());

/** A rule as the API shows it. */
export function ruleView(row: RuleRow, today: string): SuppressionRule {
  const spec = suppressionSpec.parse({ kind: row.kind, config: row.config });
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    config: record.parse(spec.config),
    enabled: row.enabled,
    version: row.version,
    lookUps:
      spec.kind === 'landlines'
        ? {
            today: row.lookUpDay === today ? row.lookUps : 0,
            mostPerDay: spec.config.lookUpsPerDay,
            costMicrosEach: lookUpMicros,
          }
        : null,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The day look-ups are counted by: that of UTC. */
export function lookUpDay(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/**
 * A rule, locked.
 *
 * @throws DomainError `not_found`
 */
export async function lockRule(ctx: TxContext, id: string): Promise<RuleRow> {
  const [row] = await ctx.tx.db
    .select()
    .from(suppressionRules)
    .where(and(eq(suppressionRules.id, id), isNull(suppressionRules.deletedAt)))
    .for('no key update');
  if (row === undefined) throw notFound('suppression rule');
  return row;
}
