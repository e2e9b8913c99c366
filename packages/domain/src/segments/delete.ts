import { and, eq, inArray } from 'drizzle-orm';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { segments } from '@sms-crm/db/tables/segments';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { findSegment } from './find.ts';

/**
 * Deletes a segment; its contacts stay. Its row stays too, so that campaigns sent to it can still name it.
 *
 * @throws DomainError `not_found`, or `conflict` while a draft is to go to it
 */
export async function deleteSegment(ctx: Context, { id }: { id: string }): Promise<void> {
  requirePermission(ctx, 'contacts:write');
  await withTransaction(ctx, async (ctx) => {
    const before = await findSegment(ctx, id, true);
    const [draft] = await ctx.tx.db
      .select({ name: campaigns.name })
      .from(campaigns)
      .where(and(eq(campaigns.segmentId, id), inArray(campaigns.status, ['draft', 'scheduled'])))
      .limit(1);
    if (draft !== undefined) {
      throw new DomainError('conflict', {
        detail: `The campaign “${draft.name}” is to go to this segment. Choose another audience for it, or delete it, then delete the segment.`,
      });
    }
    await ctx.tx.db.update(segments).set({ deletedAt: ctx.services.clock.now() }).where(eq(segments.id, id));
    await audit(ctx, {
      action: 'segment.delete',
      target: { type: 'segment', id },
      before: { name: before.name, filter: before.filter },
    });
  });
}
