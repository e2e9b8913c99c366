import { eq } from 'drizzle-orm';
import type { Reclassification } from '@sms-crm/contracts/clicks';
import { clickReclassifications } from '@sms-crm/db/tables/clicks';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import { reclassificationView } from './reclassification-view.ts';

/** @throws DomainError `not_found` */
export async function getReclassification(ctx: Context, { id }: { id: string }): Promise<Reclassification> {
  requirePermission(ctx, 'links:read');
  return withTransaction(ctx, async (ctx) => {
    const [row] = await ctx.tx.db
      .select()
      .from(clickReclassifications)
      .where(eq(clickReclassifications.id, id));
    if (row === undefined) throw notFound('run over past clicks');
    return reclassificationView(row);
  });
}
