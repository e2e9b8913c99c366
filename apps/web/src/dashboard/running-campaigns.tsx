'use client';

import type { Campaign } from '@sms-crm/contracts/campaigns';
import Link from 'next/link';
import { useResource } from '../api/use-resource.ts';
import { CampaignStatusMark } from '../campaigns/campaign-status.tsx';
import { formatCount } from '../format/numbers.ts';
import { useStopped } from '../kill-switch/use-stopped.ts';
import { Bar } from '../ui/bar.tsx';
import { Card } from '../ui/card.tsx';
import { runningCampaigns } from './resources.ts';

/** How often progress is asked for while something runs, and while nothing does; milliseconds. */
const busyMs = 2_000;
const idleMs = 10_000;

/** Campaigns on their way now, with their progress; nothing at all when there is none. */
export function RunningCampaigns() {
  const launching = useResource(runningCampaigns('launching'), { refetchInterval: idleMs });
  const sending = useResource(runningCampaigns('sending'), { refetchInterval: busyMs });
  const paused = useResource(runningCampaigns('paused'), { refetchInterval: idleMs });
  const campaigns = [launching, sending, paused].flatMap((list) => list.data?.items ?? []);
  if (campaigns.length === 0) return null;
  return (
    <Card
      title="On their way"
      aside={
        <Link href="/campaigns" className="link text-sm">
          All campaigns
        </Link>
      }
    >
      <ul className="flex flex-col divide-y divide-line">
        {campaigns.map((campaign) => (
          <RunningCampaign key={campaign.id} campaign={campaign} />
        ))}
      </ul>
    </Card>
  );
}

function RunningCampaign({ campaign }: { campaign: Campaign }) {
  const { audience, waiting, delivered } = campaign.totals;
  const done = audience - waiting;
  const stopped = useStopped()(campaign);
  const words = `${formatCount(done)} of ${formatCount(audience)}`;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-2 py-3.5 first:pt-0 last:pb-0 sm:grid-cols-[140px_minmax(0,1fr)_220px]">
      <CampaignStatusMark status={campaign.status} stopped={stopped} />
      <Link
        href={`/campaigns/${campaign.id}/report`}
        className="truncate text-sm font-medium text-ink no-underline hover:underline max-sm:order-first max-sm:col-span-2"
      >
        {campaign.name}
      </Link>
      <div className="max-sm:col-span-2">
        <p className="numeric mb-1.5 flex justify-between text-xs text-soft">
          <span>{words}</span>
          <span>{formatCount(delivered)} delivered</span>
        </p>
        <Bar share={audience === 0 ? 0 : done / audience} label={`${campaign.name}: ${words} done`} />
      </div>
    </li>
  );
}
