'use client';

import { Skeleton } from '@mantine/core';
import type { Campaign } from '@sms-crm/contracts/campaigns';
import { useResource } from '../../api/use-resource.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Openings } from '../openings.tsx';
import { usePreview } from '../preview.ts';
import { oneCampaign } from '../resources.ts';
import { Standing } from '../standing.tsx';
import { Exclusions } from './exclusions.tsx';
import { Headline } from './headline.tsx';
import { LaunchButton } from './launch-button.tsx';
import { Notices } from './notices.tsx';
import { PartsBreakdown } from './parts-breakdown.tsx';
import { Samples } from './samples.tsx';
import { ScheduleButton } from './schedule-button.tsx';

export function Review({ id }: { id: string }) {
  const found = useResource(oneCampaign(id));
  if (found.error && !found.data)
    return <ErrorBox error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return null;
  return (
    <>
      <PageHeader
        back={{ href: `/campaigns/${id}`, label: 'Edit the campaign' }}
        title={`Review “${found.data.name}”`}
        about="Nothing is sent before you launch. The audience is frozen when the first text is sent: whoever joins it later does not get this one."
      />
      <ReviewBody campaign={found.data} />
    </>
  );
}

function ReviewBody({ campaign }: { campaign: Campaign }) {
  const preview = usePreview(campaign);
  if (preview.error && !preview.data) {
    return <ErrorBox error={preview.error} onRetry={() => void preview.refetch()} />;
  }
  if (!preview.data) return <Counting />;
  return (
    <div aria-busy={preview.isFetching} className="flex flex-col gap-5">
      <Headline
        campaign={campaign}
        preview={preview.data}
        at={preview.dataUpdatedAt}
        launch={
          <div className="flex flex-wrap gap-2">
            <ScheduleButton campaign={campaign} preview={preview.data} />
            <LaunchButton campaign={campaign} preview={preview.data} />
          </div>
        }
      />
      <Standing campaign={campaign} />
      <Notices campaign={campaign} blockers={preview.data.blockers} warnings={preview.data.warnings} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <div className="flex flex-col gap-5">
          <Openings openings={preview.data.openings} recipients={preview.data.recipients} />
          <Exclusions campaign={campaign} preview={preview.data} />
          <PartsBreakdown preview={preview.data} />
        </div>
        <Samples preview={preview.data} />
      </div>
    </div>
  );
}

function Counting() {
  return (
    <Card>
      <output className="flex flex-col gap-4">
        <span className="sr-only">Counting recipients and cost</span>
        <Skeleton height={44} width={180} />
        <Skeleton height={14} width="60%" />
        <Skeleton height={14} width="40%" />
      </output>
    </Card>
  );
}
