import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { readCampaign } from '../../../../../src/campaigns/read-campaign.ts';
import { campaignPath, oneCampaign } from '../../../../../src/campaigns/resources.ts';
import { Review } from '../../../../../src/campaigns/review/review.tsx';
import { Prefetch } from '../../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Review a campaign' };

export default async function ReviewPage(props: { params: Promise<{ id: string }> }) {
  const { id } = await props.params;
  const found = await readCampaign(id);
  if (found && found.status !== 'draft') redirect(campaignPath(found));
  return (
    <Prefetch resources={[oneCampaign(id)]}>
      <Review id={id} />
    </Prefetch>
  );
}
