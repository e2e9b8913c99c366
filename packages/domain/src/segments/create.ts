import type { CreateSegment, Segment } from '@sms-crm/contracts/segments';
import { segments } from '@sms-crm/db/tables/segments';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { checkFilter } from './check-filter.ts';
import { segmentView } from './view.ts';

/** Saves a filter over contacts under a name. */
export async function createSegment(ctx: Context, input: CreateSegment): Promise<Segment> {
  requirePermission(ctx, 'contacts:write');
  return withTransaction(ctx, async (ctx) => {
    await checkFilter(ctx, input.filter);
    const [row] = await ctx.tx.db
      .insert(segments)
      .values({ tenantId: ctx.tenantId, ...input, createdBy: ctx.actor.label })
      .returning();
    if (row === undefined) throw new Error('the new segment was not returned');
    await audit(ctx, { action: 'segment.create', target: { type: 'segment', id: row.id }, after: input });
    return segmentView(ctx, row);
  });
}
