import { inArray } from 'drizzle-orm';
import type { Segment, SegmentFilter } from '@sms-crm/contracts/segments';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';
import type { SegmentRow } from './find.ts';

/** Segments as the API shows them. */
export async function segmentViews(ctx: TxContext, rows: readonly SegmentRow[]): Promise<Segment[]> {
  const names = await campaignNames(ctx, rows);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    filter: row.filter,
    words: filterWords(row.filter, names),
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

export async function segmentView(ctx: TxContext, row: SegmentRow): Promise<Segment> {
  const [view] = await segmentViews(ctx, [row]);
  if (view === undefined) throw notFound('segment');
  return view;
}

async function campaignNames(ctx: TxContext, rows: readonly SegmentRow[]): Promise<Map<string, string>> {
  const ids = rows.flatMap(({ filter }) => ('campaignId' in filter ? [filter.campaignId] : []));
  if (ids.length === 0) return new Map();
  const found = await ctx.tx.db
    .select({ id: campaigns.id, name: campaigns.name })
    .from(campaigns)
    .where(inArray(campaigns.id, ids));
  return new Map(found.map(({ id, name }) => [id, name]));
}

function filterWords(filter: SegmentFilter, names: ReadonlyMap<string, string>): string {
  if (filter.type === 'tag') return `Tagged “${filter.tag}”`;
  const name = `“${names.get(filter.campaignId) ?? 'a deleted draft'}”`;
  if (filter.type === 'replied') return `Replied to ${name}`;
  if (filter.type === 'not-clicked') return `Got ${name} and did not click`;
  return filter.linkId === undefined ? `Clicked a link of ${name}` : `Clicked one link of ${name}`;
}
