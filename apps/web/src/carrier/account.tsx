'use client';

import { Alert } from '@mantine/core';
import type { CarrierAccount, CarrierStage } from '@sms-crm/contracts/carrier-accounts';
import { IconHandStop } from '@tabler/icons-react';
import { api, noAnswer } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';
import { Facts } from '../ui/facts.tsx';
import { Ago, Moment } from '../ui/moment.tsx';
import type { Tone } from '../ui/status-mark.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { AccountActions } from './account-actions.tsx';
import { Checklist } from './checklist.tsx';
import { GoLive } from './go-live.tsx';
import { touched } from './resources.ts';

const stages: Record<CarrierStage, { tone: Tone; words: string; about: string }> = {
  simulated: {
    tone: 'warn',
    words: 'Simulated',
    about: 'The built-in simulator: virtual handsets, nobody is reached, nothing is charged.',
  },
  setup: {
    tone: 'info',
    words: 'Being set up',
    about: 'It sends test texts only, until everything below is done and you go live.',
  },
  live: { tone: 'good', words: 'Live', about: 'Texts reach people.' },
};

/** One account: its stage, what it needs to go live, and what can be done to it. */
export function Account({ account }: { account: CarrierAccount }) {
  const { tone, words, about } = stages[account.stage];
  return (
    <Card title={account.name} aside={<StatusMark tone={tone}>{words}</StatusMark>}>
      <p className="-mt-2 mb-4 text-sm text-soft">{about}</p>
      {account.stopped && <StoppedNote account={account} />}
      <Facts rows={factsOf(account)} long />
      {account.checklist.length > 0 && (
        <div className="mt-5 border-t border-line pt-5">
          <Checklist account={account} />
        </div>
      )}
      {account.stage !== 'simulated' && (
        <div className="mt-5 flex flex-wrap justify-end gap-2 border-t border-line pt-5">
          <AccountActions account={account} />
          {account.stage === 'setup' && <GoLive account={account} />}
        </div>
      )}
    </Card>
  );
}

function factsOf(account: CarrierAccount) {
  const { wentLiveAt, formerTokenUntil } = account;
  return [
    { term: 'Account SID', value: <code className="text-xs">{account.accountSid}</code> },
    { term: 'Replies are posted to', value: <code className="text-xs">{account.webhookUrl}</code> },
    ...(formerTokenUntil
      ? [{ term: 'Former token accepted until', value: <Moment at={formerTokenUntil} /> }]
      : []),
    ...(wentLiveAt ? [{ term: 'Live since', value: <Moment at={wentLiveAt} /> }] : []),
  ];
}

/** The carrier refuses the account: since when, and the way back. */
function StoppedNote({ account }: { account: CarrierAccount }) {
  const refusal = useRefusal('numbers:write');
  const resume = useAction({
    run: () => api(`/v1/carrier-accounts/${account.id}/resume`, noAnswer, { method: 'POST', body: {} }),
    refresh: touched,
    done: 'It sends again.',
  });
  if (!account.stopped) return null;
  const { at, code } = account.stopped;
  return (
    <Alert
      role="note"
      className="mb-4"
      color="red"
      variant="light"
      icon={<IconHandStop size={18} aria-hidden />}
      title="The carrier refuses this account"
    >
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 basis-60">
          {code && `Error ${code}. `}Since <Ago at={at} />. Mend the cause in the carrier’s console first;
          what waits stays in line.
        </p>
        <ActionButton
          size="xs"
          variant="default"
          refusal={refusal}
          loading={resume.isPending}
          onClick={() => resume.mutate()}
        >
          It is mended, send again
        </ActionButton>
      </div>
    </Alert>
  );
}
