import { and, asc, eq, isNull } from 'drizzle-orm';
import { suppressionKinds, suppressionSpec, type SuppressionSpec } from '@sms-crm/contracts/suppression';
import { suppressionRules } from '@sms-crm/db/tables/suppression';
import type { TxContext } from '../context/context.ts';

/** Most rules of a tenant, held where they are made: each costs every claim a little, and none is ever left unasked. */
export const maxRules = 50;

/** A rule as the gate asks it. */
export type ActiveRule = { id: string; version: number; spec: SuppressionSpec };

/** The tenant's rules that are on, in the order in which they are asked. */
export async function readActiveRules(ctx: TxContext): Promise<ActiveRule[]> {
  const rows = await ctx.tx.db
    .select()
    .from(suppressionRules)
    .where(
      and(
        eq(suppressionRules.tenantId, ctx.tenantId),
        eq(suppressionRules.enabled, true),
        isNull(suppressionRules.deletedAt),
      ),
    )
    .orderBy(asc(suppressionRules.id))
    .prepare('active_rules')
    .execute();
  return rows
    .map(({ id, version, kind, config }) => ({ id, version, spec: suppressionSpec.parse({ kind, config }) }))
    .toSorted((a, b) => suppressionKinds.indexOf(a.spec.kind) - suppressionKinds.indexOf(b.spec.kind));
}
