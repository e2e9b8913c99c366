import { eq } from 'drizzle-orm';
import { optOutRules } from '@sms-crm/db/tables/opt-outs';
import type { TxContext } from '../context/context.ts';
import { createMatcher, type Matcher } from './matcher.ts';

/** The rules that hold for the tenant's texts: those shipped that are not switched off, and its own that are on. */
export async function readMatcher(ctx: TxContext): Promise<Matcher> {
  const rows = await ctx.tx.db
    .select()
    .from(optOutRules)
    .where(eq(optOutRules.tenantId, ctx.tenantId))
    .orderBy(optOutRules.id)
    .prepare('opt_out_rules')
    .execute();
  return createMatcher({
    off: new Set(rows.flatMap(({ shipped, enabled }) => (shipped === null || enabled ? [] : [shipped]))),
    own: rows.filter(({ shipped, enabled }) => shipped === null && enabled),
  });
}
