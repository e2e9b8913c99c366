'use client';

import { Alert } from '@mantine/core';
import type { ImportStatus, ImportView } from '@sms-crm/contracts/imports';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { formatBytes, formatCountOf } from '../format/numbers.ts';
import { useLiveResource } from '../live/use-live-resource.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Ago } from '../ui/moment.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { PageSkeleton } from '../ui/page-skeleton.tsx';
import type { CountryOption } from './countries.ts';
import { ImportProgress } from './import-progress.tsx';
import type { ImportStep } from './import-steps.tsx';
import { ImportSteps } from './import-steps.tsx';
import { oneImport } from './resources.ts';

// Each stage is fetched when it comes: together they would exceed the page's budget of script.
const SettingsForm = dynamic(() => import('./settings-form.tsx').then((module) => module.SettingsForm));
const CheckResult = dynamic(() => import('./check-result.tsx').then((module) => module.CheckResult));
const ImportResult = dynamic(() => import('./import-result.tsx').then((module) => module.ImportResult));

const back = { href: '/contacts/imports', label: 'Imports' };

const isWorking = (view: ImportView) => view.status === 'checking' || view.status === 'committing';

const stepOf: Record<ImportStatus, ImportStep> = {
  uploaded: 'settings',
  checking: 'check',
  checked: 'check',
  committing: 'done',
  completed: 'done',
  failed: 'check',
  canceled: 'check',
};

/** One import from its settings to its result; the page follows the status. */
export function ImportPage(props: { id: string; countries: CountryOption[] }) {
  const { data: view, error, refetch } = useLiveResource(oneImport(props.id), isWorking);
  const [changing, setChanging] = useState(false);
  if (error && !view) {
    return (
      <>
        <PageHeader title="Import" back={back} />
        <ErrorBox error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  if (!view) return <PageSkeleton title="Import" />;
  const editing = view.status === 'uploaded' || (changing && view.status === 'checked');
  const about = (
    <>
      {formatBytes(view.bytes)}, uploaded <Ago at={view.createdAt} />
    </>
  );
  return (
    <>
      <PageHeader title={view.fileName} back={back} about={about} />
      <ImportSteps
        current={editing ? 'settings' : stepOf[view.status]}
        finished={view.status === 'completed'}
      />
      {editing ? (
        <SettingsForm view={view} countries={props.countries} onChecking={() => setChanging(false)} />
      ) : (
        <Stage view={view} onChange={() => setChanging(true)} />
      )}
    </>
  );
}

function Stage({ view, onChange }: { view: ImportView; onChange: () => void }) {
  if (isWorking(view)) return <ImportProgress view={view} />;
  if (view.status === 'checked' && view.totals) {
    return <CheckResult view={view} totals={view.totals} onChange={onChange} />;
  }
  if (view.status === 'completed' && view.totals) return <ImportResult view={view} totals={view.totals} />;
  return <Ended view={view} />;
}

function Ended({ view }: { view: ImportView }) {
  const failed = view.status === 'failed';
  const written = view.contactsWritten;
  return (
    <Alert
      color={failed ? 'red' : 'gray'}
      variant="light"
      title={failed ? 'This import failed' : 'This import was canceled'}
    >
      {view.failure && <p className="mb-2">{view.failure}</p>}
      <p>
        {written === 0
          ? 'Nothing of this file was imported.'
          : `${formatCountOf(written, 'contact')} had been imported before; they stay.`}
      </p>
      <LinkButton href="/contacts/imports/new" variant="default" size="xs" mt="md">
        Upload a file again
      </LinkButton>
    </Alert>
  );
}
