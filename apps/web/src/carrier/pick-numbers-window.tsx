'use client';

import { Skeleton } from '@mantine/core';
import type { CarrierAccount, CarrierNumber } from '@sms-crm/contracts/carrier-accounts';
import { syncedNumbers } from '@sms-crm/contracts/carrier-accounts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { Tick } from '../form/tick.tsx';
import { formatCountOf } from '../format/numbers.ts';
import { formatPhone } from '../format/phones.ts';
import { numberTypeWords } from '../numbers/number-words.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { DialogWindow } from '../ui/dialog-window.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { carrierKey, touched } from './resources.ts';

export type PickNumbersProps = { opened: boolean; onClose: () => void; account: CarrierAccount };

/** Lists the account's numbers as the carrier knows them, and takes over those chosen. */
export function PickNumbersWindow(props: PickNumbersProps) {
  return (
    <DialogWindow
      opened={props.opened}
      onClose={props.onClose}
      title={`Numbers of ${props.account.name}`}
      size={560}
    >
      <PickNumbers {...props} />
    </DialogWindow>
  );
}

function sync(account: CarrierAccount, phones: string[], signal?: AbortSignal) {
  const path = `/v1/carrier-accounts/${account.id}/sync-numbers`;
  return api(path, syncedNumbers, { method: 'POST', body: { phones }, signal });
}

function PickNumbers({ account, onClose }: PickNumbersProps) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const list = useQuery({
    queryKey: [...carrierKey, account.id, 'numbers'],
    queryFn: ({ signal }) => sync(account, [], signal),
  });
  const take = useAction({
    run: () => sync(account, [...chosen]),
    refresh: touched,
    done: `${formatCountOf(chosen.length, 'number')} taken over; replies come here now.`,
    onDone: onClose,
  });
  if (list.error) return <ErrorBox error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  return (
    <div className="flex flex-col gap-5">
      <p className="text-sm text-soft">
        What you choose is sent from, and its replies are posted to this installation from now on.
      </p>
      {list.data.items.length === 0 && (
        <p className="text-sm">The carrier lists no number of this account. Buy one in its console first.</p>
      )}
      <ul aria-label="Numbers at the carrier" className="flex max-h-80 flex-col gap-3 overflow-y-auto">
        {list.data.items.map((number) => (
          <li key={number.phone}>
            <Tick
              label={formatPhone(number.phone)}
              description={numberWords(number)}
              checked={chosen.includes(number.phone)}
              onChange={(wanted) =>
                setChosen(
                  wanted ? [...chosen, number.phone] : chosen.filter((phone) => phone !== number.phone),
                )
              }
            />
          </li>
        ))}
      </ul>
      <div className="flex justify-end">
        <ActionButton
          refusal={chosen.length === 0 ? 'Choose a number first.' : undefined}
          loading={take.isPending}
          onClick={() => take.mutate()}
        >
          Take over
        </ActionButton>
      </div>
    </div>
  );
}

const registrationWords: Record<CarrierNumber['registration']['state'], string> = {
  approved: 'approved',
  pending: 'registration pending',
  suspended: 'registration suspended',
  missing: 'not registered',
  'not-needed': 'needs no registration',
};

const webhookWords: Record<CarrierNumber['webhook'], string> = {
  ours: 'replies come here',
  elsewhere: 'replies go elsewhere now',
  none: 'replies go nowhere',
};

function numberWords(number: CarrierNumber): string {
  const { type, registration, webhook, imported } = number;
  const parts = [numberTypeWords(type), registrationWords[registration.state], webhookWords[webhook]];
  return [...parts, ...(imported ? ['taken over'] : [])].join(' · ');
}

function Loading() {
  return (
    <output className="flex flex-col gap-3">
      <span className="sr-only">Asking the carrier</span>
      <Skeleton height={14} width="70%" />
      <Skeleton height={14} width="60%" />
      <Skeleton height={14} width="65%" />
    </output>
  );
}
