'use client';

import type { Campaign } from '@sms-crm/contracts/campaigns';
import { audienceWords } from '../campaigns/audience-words.ts';
import { CampaignStatusMark } from '../campaigns/campaign-status.tsx';
import { CloneButton } from '../campaigns/clone-button.tsx';
import { MoveButtons } from '../campaigns/move-buttons.tsx';
import { isRunning } from '../campaigns/resources.ts';
import { RescheduleButton } from '../campaigns/review/schedule-button.tsx';
import { KillSwitchControl } from '../kill-switch/kill-switch-control.tsx';
import { useStopped } from '../kill-switch/use-stopped.ts';
import { ExportButton } from '../ui/export-button.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageHeader } from '../ui/page-header.tsx';

/** Name and state of the campaign with everything that can be done to it now. */
export function ReportHeader({ campaign }: { campaign: Campaign }) {
  const running = isRunning(campaign.status);
  const stopped = useStopped()(campaign) && (running || campaign.killSwitchOn);
  const stoppable = running || campaign.killSwitchOn;
  return (
    <PageHeader
      back={{ href: '/campaigns', label: 'Campaigns' }}
      title={campaign.name}
      about={
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <CampaignStatusMark status={campaign.status} stopped={stopped} />
          <span>{audienceWords(campaign.audience)}</span>
          {campaign.launchedAt && (
            <span>
              Launched <Moment at={campaign.launchedAt} />
            </span>
          )}
        </div>
      }
      actions={
        <>
          {campaign.status === 'scheduled' && <RescheduleButton campaign={campaign} />}
          <MoveButtons campaign={campaign} />
          {stoppable && (
            <KillSwitchControl
              target={{ scope: 'campaign', id: campaign.id, name: campaign.name }}
              on={campaign.killSwitchOn}
            />
          )}
          <CloneButton campaign={campaign} />
          <ExportCampaign id={campaign.id} />
        </>
      }
    />
  );
}

/** One row per member of the audience, with status, reason and error. */
export function ExportCampaign({ id }: { id: string }) {
  return <ExportButton permission="messages:export" href={`/api/v1/campaigns/${id}/export.csv`} />;
}
