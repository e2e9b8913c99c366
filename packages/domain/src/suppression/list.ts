import { and, desc, isNull, lt } from 'drizzle-orm';
import type { Page } from '@sms-crm/contracts/paging';
import type { SuppressionRule } from '@sms-crm/contracts/suppression';
import { suppressionRules } from '@sms-crm/db/tables/suppression';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { decodeIdCursor, toPage } from '../context/cursor.ts';
import { lookUpDay, ruleView } from './view.ts';

/** The tenant's rules, the newest first. */
export async function listSuppressionRules(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<SuppressionRule>> {
  requirePermission(ctx, 'suppression:read');
  const after = decodeIdCursor(query.cursor);
  const today = lookUpDay(ctx.services.clock.now());
  return withTransaction(ctx, async (ctx) => {
    const rows = await ctx.tx.db
      .select()
      .from(suppressionRules)
      .where(
        and(
          isNull(suppressionRules.deletedAt),
          after === undefined ? undefined : lt(suppressionRules.id, after),
        ),
      )
      .orderBy(desc(suppressionRules.id))
      .limit(query.limit + 1);
    return toPage(rows, query.limit, { item: (row) => ruleView(row, today), cursor: ({ id }) => [id] });
  });
}
