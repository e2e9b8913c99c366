import { inArray, sql, type SQL } from 'drizzle-orm';
import type { AudienceSpec } from '@sms-crm/contracts/campaigns';
import type { campaigns } from '@sms-crm/db/tables/campaigns';
import { segments } from '@sms-crm/db/tables/segments';
import type { TxContext } from '../context/context.ts';
import { segmentCondition } from '../segments/condition.ts';
import { findSegment } from '../segments/find.ts';

type AudienceRow = Pick<
  typeof campaigns.$inferSelect,
  'audienceType' | 'audienceTag' | 'segmentId' | 'segmentFilter'
>;

/** Whether the contact `c` of an outer query belongs to the audience of a campaign. */
export function inAudience({ audienceType, audienceTag, segmentFilter }: AudienceRow): SQL {
  if (audienceType === 'tag' && audienceTag !== null) {
    return segmentCondition({ type: 'tag', tag: audienceTag });
  }
  return audienceType === 'segment' && segmentFilter !== null ? segmentCondition(segmentFilter) : sql`true`;
}

/** The audience as written in the row. */
export function audienceOf({ audienceType, audienceTag, segmentId }: AudienceRow): AudienceSpec {
  if (audienceType === 'tag' && audienceTag !== null) return { type: 'tag', tag: audienceTag };
  return audienceType === 'segment' && segmentId !== null ? { type: 'segment', segmentId } : { type: 'all' };
}

/**
 * The columns an audience is stored in.
 *
 * @throws DomainError `not_found` for a segment that is not there
 */
export async function audienceColumns(ctx: TxContext, audience: AudienceSpec): Promise<AudienceRow> {
  const none = { audienceTag: null, segmentId: null, segmentFilter: null };
  if (audience.type === 'all') return { ...none, audienceType: 'all' };
  if (audience.type === 'tag') return { ...none, audienceType: 'tag', audienceTag: audience.tag };
  const { id, filter } = await findSegment(ctx, audience.segmentId);
  return { ...none, audienceType: 'segment', segmentId: id, segmentFilter: filter };
}

/** The names of the segments that campaigns go to, those deleted since too. */
export async function segmentNames(
  ctx: TxContext,
  rows: readonly AudienceRow[],
): Promise<Map<string, string>> {
  const ids = rows.map(({ segmentId }) => segmentId).filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const found = await ctx.tx.db
    .select({ id: segments.id, name: segments.name })
    .from(segments)
    .where(inArray(segments.id, ids));
  return new Map(found.map(({ id, name }) => [id, name]));
}
