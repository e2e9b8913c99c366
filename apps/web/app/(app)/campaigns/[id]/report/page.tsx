import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { readCampaign } from '../../../../../src/campaigns/read-campaign.ts';
import { campaignPath, reportOf } from '../../../../../src/campaigns/resources.ts';
import { Report } from '../../../../../src/reports/report.tsx';
import { Prefetch } from '../../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Campaign report' };

export default async function ReportPage(props: { params: Promise<{ id: string }> }) {
  const { id } = await props.params;
  const found = await readCampaign(id);
  if (found?.status === 'draft') redirect(campaignPath(found));
  return (
    <Prefetch resources={[reportOf(id)]}>
      <Report id={id} />
    </Prefetch>
  );
}
