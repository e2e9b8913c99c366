import type { Segment } from '@sms-crm/contracts/segments';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { findSegment } from './find.ts';
import { segmentView } from './view.ts';

/** @throws DomainError `not_found` */
export async function getSegment(ctx: Context, { id }: { id: string }): Promise<Segment> {
  requirePermission(ctx, 'contacts:read');
  return withTransaction(ctx, async (ctx) => segmentView(ctx, await findSegment(ctx, id)));
}
