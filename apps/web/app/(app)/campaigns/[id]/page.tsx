import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { asApiError } from '../../../../src/api/api-error.ts';
import { Composer } from '../../../../src/campaigns/composer/composer.tsx';
import {
  campaignPath,
  oneCampaign,
  peopleOf,
  sendingNumbers,
  tagsInUse,
} from '../../../../src/campaigns/resources.ts';
import { Prefetch } from '../../../../src/server/prefetch.tsx';
import { serverApi } from '../../../../src/server/server-api.ts';

export const metadata: Metadata = { title: 'Write a campaign' };

async function readCampaign(id: string) {
  try {
    return await serverApi(oneCampaign(id));
  } catch (error) {
    if (asApiError(error).code === 'not_found' || asApiError(error).status === 400) notFound();
    // What else went wrong is told by the page, which asks again.
    return undefined;
  }
}

/** A draft opens in the composer, everything later in its report. */
export default async function CampaignPage(props: { params: Promise<{ id: string }> }) {
  const { id } = await props.params;
  const found = await readCampaign(id);
  if (found && found.status !== 'draft') redirect(campaignPath(found));
  const people = found ? [peopleOf(found.audience)] : [];
  return (
    <Prefetch resources={[oneCampaign(id), sendingNumbers, tagsInUse, ...people]}>
      <Composer id={id} />
    </Prefetch>
  );
}
