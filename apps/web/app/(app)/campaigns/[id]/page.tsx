import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Composer } from '../../../../src/campaigns/composer/composer.tsx';
import { readCampaign } from '../../../../src/campaigns/read-campaign.ts';
import { campaignPath, oneCampaign } from '../../../../src/campaigns/resources.ts';
import { contactTags } from '../../../../src/contacts/resources.ts';
import { numberList } from '../../../../src/numbers/resources.ts';
import { Prefetch } from '../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Write a campaign' };

/** A draft opens in the composer, everything later in its report. */
export default async function CampaignPage(props: { params: Promise<{ id: string }> }) {
  const { id } = await props.params;
  const found = await readCampaign(id);
  if (found && found.status !== 'draft') redirect(campaignPath(found));
  return (
    <Prefetch resources={[oneCampaign(id), numberList, contactTags]}>
      <Composer id={id} />
    </Prefetch>
  );
}
