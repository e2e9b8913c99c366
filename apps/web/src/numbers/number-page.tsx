'use client';

import { Alert } from '@mantine/core';
import type { NumberDetail } from '@sms-crm/contracts/numbers';
import { IconHandStop } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import { formatPhone } from '../format/phones.ts';
import { KillSwitchControl } from '../kill-switch/kill-switch-control.tsx';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { Ago } from '../ui/moment.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { PageSkeleton } from '../ui/page-skeleton.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { AccountStopped } from './account-stopped.tsx';
import { Health } from './health.tsx';
import { NumberSettings } from './number-settings.tsx';
import { numberState, numberTypeWords } from './number-words.ts';
import { oneNumber } from './resources.ts';
import { useKilled } from './use-killed.ts';
import { useNumberChange } from './use-number-change.ts';
import { Waiting } from './waiting.tsx';
import { WarmUp } from './warm-up.tsx';

const back = { href: '/numbers', label: 'Numbers' };

/** Parts are counted as they go; milliseconds between two looks. */
const refreshMs = 5_000;

export function NumberPage({ id }: { id: string }) {
  const { data, error, refetch } = useResource(oneNumber(id), { refetchInterval: refreshMs });
  if (error && !data) {
    return (
      <>
        <PageHeader title="Number" back={back} />
        <ErrorBox error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  if (!data) return <PageSkeleton title="Number" />;
  return (
    <>
      <Header number={data} />
      <div className="flex flex-col gap-5">
        <AccountStopped numbers={[data]} />
        <StoppedNote number={data} />
        <Health health={data.health} />
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <WarmUp number={data} />
          <div className="flex min-w-0 flex-col gap-5">
            <Waiting number={data} />
            <NumberSettings
              key={`${data.rateParts}:${data.stopConfirmer}:${data.registration?.id}`}
              number={data}
            />
          </div>
        </div>
      </div>
    </>
  );
}

function Header({ number }: { number: NumberDetail }) {
  const killed = useKilled()(number.id);
  const makeDefault = useNumberChange(number.id, 'Campaigns without a number of their own use this one.');
  const refusal = useRefusal('numbers:write');
  const { tone, words } = numberState(number, killed);
  const name = formatPhone(number.phone);
  return (
    <PageHeader
      title={name}
      back={back}
      about={
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <StatusMark tone={tone}>{words}</StatusMark>
          <span>{numberTypeWords(number.type)}</span>
          {number.isDefault && <span>Default number</span>}
        </div>
      }
      actions={
        <>
          {!number.isDefault && (
            <ActionButton
              variant="default"
              refusal={refusal}
              loading={makeDefault.isPending}
              onClick={() => makeDefault.mutate({ isDefault: true })}
            >
              Make default
            </ActionButton>
          )}
          <KillSwitchControl target={{ scope: 'number', id: number.id, name }} on={killed} />
        </>
      }
    />
  );
}

/** Why nothing goes from it, and the way back. */
function StoppedNote({ number }: { number: NumberDetail }) {
  const resume = useNumberChange(number.id, 'It sends again.');
  const refusal = useRefusal('numbers:write');
  const { stopped } = number;
  if (!stopped) return null;
  return (
    <Alert
      role="note"
      color="red"
      variant="light"
      icon={<IconHandStop size={18} aria-hidden />}
      title="Nothing goes from this number"
    >
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 basis-72">
          {stopped.words} {stopped.code && `(error ${stopped.code}) `}
          Since <Ago at={stopped.at} />. What waits for it stays with it: moving texts to another number to
          dodge a filter is what carriers fine.
        </p>
        <ActionButton
          size="xs"
          variant="default"
          refusal={refusal}
          loading={resume.isPending}
          onClick={() => resume.mutate({ stopped: false })}
        >
          It is mended, send again
        </ActionButton>
      </div>
    </Alert>
  );
}
