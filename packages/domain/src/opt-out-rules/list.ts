import { asc } from 'drizzle-orm';
import type { OptOutRules, ShippedRule } from '@sms-crm/contracts/opt-outs';
import { optOutRules } from '@sms-crm/db/tables/opt-outs';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { replyLanguages } from '../opt-outs/keywords.ts';
import { shippedRules } from './shipped.ts';
import { ruleView } from './view.ts';

/** The rules that come with the product, and the tenant's own. */
export async function listOptOutRules(ctx: Context): Promise<OptOutRules> {
  requirePermission(ctx, 'opt-outs:read');
  return withTransaction(ctx, async (ctx) => {
    const rows = await ctx.tx.db.select().from(optOutRules).orderBy(asc(optOutRules.id));
    const switched = new Map(rows.map(({ shipped, enabled }) => [shipped, enabled]));
    return {
      shipped: shippedRules.map(({ phrases, ...rule }): ShippedRule => ({
        ...rule,
        phrases: replyLanguages.flatMap((language) => phrases[language] ?? []),
        enabled: rule.required || (switched.get(rule.key) ?? true),
      })),
      own: rows.filter(({ shipped }) => shipped === null).map(ruleView),
    };
  });
}
