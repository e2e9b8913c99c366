'use client';

import type { CarrierAccount, GoLiveCheck } from '@sms-crm/contracts/carrier-accounts';
import { carrierAccount } from '@sms-crm/contracts/carrier-accounts';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { PickNumbers } from './pick-numbers.tsx';
import { carrierKey } from './resources.ts';
import { TestText } from './test-text.tsx';

type Props = { account: CarrierAccount; check: GoLiveCheck };

const look = { size: 'xs', variant: 'default', className: 'mt-2' } as const;

/** The step that does what one line of the checklist asks for; nothing where that is done elsewhere. */
export function CheckStep({ account, check }: Props) {
  if (check.name === 'webhooks') return <PickNumbers account={account} />;
  if (check.state === 'done') return null;
  if (check.name === 'test-text') return <TestText account={account} />;
  if (check.name === 'quiet-hours') return <KnowHours account={account} />;
  if (check.name === 'budget') {
    return (
      <LinkButton {...look} href="/budget">
        Set a budget
      </LinkButton>
    );
  }
  if (check.name !== 'registration') return null;
  return (
    <LinkButton {...look} href="/numbers">
      See the registrations
    </LinkButton>
  );
}

function KnowHours({ account }: { account: CarrierAccount }) {
  const refusal = useRefusal('carrier:write');
  const know = useAction({
    run: () =>
      api(`/v1/carrier-accounts/${account.id}`, carrierAccount, {
        method: 'PATCH',
        body: { quietHoursKnown: true },
      }),
    refresh: [carrierKey],
  });
  return (
    <div className="flex flex-wrap gap-2">
      <LinkButton {...look} href="/settings/quiet-hours">
        See the hours
      </LinkButton>
      <ActionButton {...look} refusal={refusal} loading={know.isPending} onClick={() => know.mutate()}>
        I know the hours
      </ActionButton>
    </div>
  );
}
