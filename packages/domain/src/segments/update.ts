import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Segment, UpdateSegment } from '@sms-crm/contracts/segments';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { segments } from '@sms-crm/db/tables/segments';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { checkFilter } from './check-filter.ts';
import { findSegment } from './find.ts';
import { segmentView } from './view.ts';

/**
 * Changes a segment. Campaigns that have not started follow it; those that have keep the audience they had.
 *
 * @throws DomainError `not_found`
 */
export async function updateSegment(ctx: Context, input: UpdateSegment & { id: string }): Promise<Segment> {
  requirePermission(ctx, 'contacts:write');
  return withTransaction(ctx, async (ctx) => {
    const before = await findSegment(ctx, input.id, true);
    const { name = before.name, filter = before.filter } = input;
    await checkFilter(ctx, filter);
    const now = ctx.services.clock.now();
    const [row] = await ctx.tx.db
      .update(segments)
      .set({ name, filter, updatedAt: now })
      .where(eq(segments.id, input.id))
      .returning();
    if (row === undefined) throw new Error(`segment ${input.id} vanished while locked`);
    await ctx.tx.db
      .update(campaigns)
      .set({ segmentFilter: filter, updatedAt: now })
      .where(
        and(
          eq(campaigns.segmentId, input.id),
          inArray(campaigns.status, ['draft', 'scheduled']),
          sql`${campaigns.segmentFilter} is distinct from ${JSON.stringify(filter)}::jsonb`,
        ),
      );
    await audit(ctx, {
      action: 'segment.update',
      target: { type: 'segment', id: row.id },
      before: { name: before.name, filter: before.filter },
      after: { name, filter },
    });
    return segmentView(ctx, row);
  });
}
