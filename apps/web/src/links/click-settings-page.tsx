'use client';

import { useResource } from '../api/use-resource.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { ClickAddressCard } from './click-settings-address.tsx';
import { CountryDatabaseCard } from './click-settings-countries.tsx';
import { JudgeAgainCard } from './click-settings-again.tsx';
import { ClickRulesCard } from './click-settings-rules.tsx';
import { currentClickSettings } from './click-settings-resource.ts';

/** Milliseconds between two looks while past clicks are judged again. */
const lookEveryMs = 1_000;

/** How clicks are judged, what is kept of addresses, and where countries come from. */
export function ClickSettingsPage() {
  const { data, error, refetch } = useResource(currentClickSettings, {
    refetchInterval: (settings) =>
      settings?.lastReclassification?.finishedAt === null ? lookEveryMs : false,
  });
  return (
    <>
      <PageHeader
        title="Clicks"
        about="Which hits of your links count as people, and what is kept of them"
        back={{ href: '/settings', label: 'Settings' }}
      />
      {error && !data && <ErrorBox error={error} onRetry={() => void refetch()} />}
      {data && (
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <ClickRulesCard key={data.rules} settings={data} />
          <div className="flex flex-col gap-5">
            <JudgeAgainCard settings={data} />
            <ClickAddressCard settings={data} />
            <CountryDatabaseCard settings={data} />
          </div>
        </div>
      )}
    </>
  );
}
