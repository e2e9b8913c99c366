import { and, eq } from 'drizzle-orm';
import type { SegmentFilter } from '@sms-crm/contracts/segments';
import { campaignLinks } from '@sms-crm/db/tables/campaigns';
import { findCampaign } from '../campaigns/campaign-row.ts';
import type { TxContext } from '../context/context.ts';
import { notFound } from '../context/errors.ts';

/** @throws DomainError `not_found` when the filter names a campaign or a link that is not there */
export async function checkFilter(ctx: TxContext, filter: SegmentFilter): Promise<void> {
  if (filter.type === 'tag') return;
  await findCampaign(ctx, filter.campaignId);
  if (filter.type !== 'clicked' || filter.linkId === undefined) return;
  const [link] = await ctx.tx.db
    .select({ id: campaignLinks.id })
    .from(campaignLinks)
    .where(and(eq(campaignLinks.id, filter.linkId), eq(campaignLinks.campaignId, filter.campaignId)));
  if (link === undefined) throw notFound('link of this campaign');
}
