'use client';

import { useResource } from '../api/use-resource.ts';
import { NewCampaignButton } from '../campaigns/new-campaign-button.tsx';
import { useMay, useSession } from '../session/session-context.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { FirstSteps } from './first-steps.tsx';
import { HealthWarnings } from './health-warnings.tsx';
import { LastDays } from './last-days.tsx';
import { lastDays } from './resources.ts';
import { RunningCampaigns } from './running-campaigns.tsx';
import { Troubles } from './troubles.tsx';

/** The overview is not live; it is fetched again this often, milliseconds. */
const refreshMs = 30_000;

export function Dashboard() {
  const { tenant } = useSession();
  const maySeeCampaigns = useMay('campaigns:read');
  const overview = useResource(lastDays, { refetchInterval: refreshMs });
  const fresh = overview.data !== undefined && overview.data.handedOver === 0;
  return (
    <>
      <PageHeader title="Dashboard" about={tenant.name} actions={<NewCampaignButton />} />
      <div className="flex flex-col gap-5">
        {overview.data && <Troubles troubles={overview.data.troubles} />}
        {overview.data && <HealthWarnings warnings={overview.data.warnings} />}
        {fresh && <FirstSteps contacts={overview.data?.contacts ?? 0} />}
        {maySeeCampaigns && <RunningCampaigns />}
        {overview.error && !overview.data && (
          <ErrorBox error={overview.error} onRetry={() => void overview.refetch()} />
        )}
        {overview.data && !fresh && <LastDays overview={overview.data} />}
      </div>
    </>
  );
}
