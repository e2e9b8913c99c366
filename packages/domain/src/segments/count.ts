import { sql } from 'drizzle-orm';
import type { SegmentFilter } from '@sms-crm/contracts/segments';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { checkFilter } from './check-filter.ts';
import { segmentCondition } from './condition.ts';

/** How many contacts a filter matches now. */
export async function countSegment(
  ctx: Context,
  input: { filter: SegmentFilter },
): Promise<{ contacts: number }> {
  requirePermission(ctx, 'contacts:read');
  return withTransaction(ctx, async (ctx) => {
    await checkFilter(ctx, input.filter);
    const { rows } = await ctx.tx.db.execute<{ count: number }>(sql`
      select count(*)::int as count from contacts c where c.tenant_id = ${ctx.tenantId}::uuid and ${segmentCondition(input.filter)}`);
    return { contacts: rows[0]?.count ?? 0 };
  });
}
