'use client';

import { useResource } from '../api/use-resource.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { PageSkeleton } from '../ui/page-skeleton.tsx';
import { Laws } from './laws.tsx';
import { NarrowForm } from './narrow-form.tsx';
import { currentHours } from './resources.ts';

const back = { href: '/settings', label: 'Settings' };

/** When marketing texts may reach people: by law, and narrower if the organisation wants. */
export function QuietHoursPage() {
  const { data, error, refetch } = useResource(currentHours);
  if (error && !data) {
    return (
      <>
        <PageHeader title="Quiet hours" back={back} />
        <ErrorBox error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  if (!data) return <PageSkeleton title="Quiet hours" />;
  return (
    <>
      <PageHeader
        title="Quiet hours"
        back={back}
        about="Marketing texts go out only in hours that are lawful wherever the recipient may be. What comes outside them waits for the next opening."
      />
      <div className="flex flex-col gap-8">
        <NarrowForm key={JSON.stringify(data.setting)} setting={data.setting} />
        <Laws laws={data.laws} />
      </div>
    </>
  );
}
