import type { Metadata } from 'next';
import { CampaignList } from '../../../src/campaigns/list/campaign-list.tsx';
import { campaignList } from '../../../src/campaigns/resources.ts';
import { Prefetch } from '../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Campaigns' };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function CampaignsPage(props: { searchParams: Search }) {
  const search = await props.searchParams;
  const first = (name: string) => [search[name]].flat()[0] ?? '';
  const query = { q: first('q'), status: first('status'), cursor: first('cursor') };
  return (
    <Prefetch resources={[campaignList(query)]}>
      <CampaignList />
    </Prefetch>
  );
}
