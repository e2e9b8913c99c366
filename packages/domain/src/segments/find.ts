import { and, eq, isNull } from 'drizzle-orm';
import { segments } from '@sms-crm/db/tables/segments';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';

export type SegmentRow = typeof segments.$inferSelect;

/** @throws DomainError `not_found` */
export async function findSegment(ctx: TxContext, id: string, lock = false): Promise<SegmentRow> {
  const query = ctx.tx.db
    .select()
    .from(segments)
    .where(and(eq(segments.id, id), isNull(segments.deletedAt)));
  const [row] = lock ? await query.for('no key update') : await query;
  if (row === undefined) throw notFound('segment');
  return row;
}
