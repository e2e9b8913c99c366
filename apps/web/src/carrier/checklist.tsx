'use client';

import type { CarrierAccount, GoLiveCheck } from '@sms-crm/contracts/carrier-accounts';
import { IconCircle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { CheckStep } from './check-step.tsx';
import { postAccount, touched } from './resources.ts';

const marks: Record<GoLiveCheck['state'], { icon: ReactNode; words: string }> = {
  done: { icon: <IconCircleCheck size={20} className="text-good" aria-hidden />, words: 'Done' },
  failed: { icon: <IconCircleX size={20} className="text-bad" aria-hidden />, words: 'Needs you' },
  open: { icon: <IconCircle size={20} className="text-soft" aria-hidden />, words: 'Open' },
};

/** What must be done before the account reaches people, each with the step that does it. */
export function Checklist({ account }: { account: CarrierAccount }) {
  const verify = useAction({
    run: () => postAccount(account.id, 'verify', {}),
    refresh: touched,
    done: 'The checklist was looked at anew.',
  });
  return (
    <section aria-label={`Before ${account.name} goes live`}>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">Before it goes live</h3>
        <ActionButton
          size="xs"
          variant="default"
          refusal={useRefusal('carrier:write')}
          loading={verify.isPending}
          onClick={() => verify.mutate()}
        >
          Check now
        </ActionButton>
      </div>
      <ol className="flex flex-col divide-y divide-line">
        {account.checklist.map((check) => (
          <Check key={check.name} account={account} check={check} />
        ))}
      </ol>
    </section>
  );
}

function Check({ account, check }: { account: CarrierAccount; check: GoLiveCheck }) {
  const { icon, words } = marks[check.state];
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-3 py-3.5 text-sm last:pb-0">
      <span className="mt-px">{icon}</span>
      <div className="min-w-0">
        <p className="font-medium">
          <span className="sr-only">{words}: </span>
          {check.title}
        </p>
        <p className="text-soft [overflow-wrap:anywhere]">{check.detail}</p>
        <CheckStep account={account} check={check} />
      </div>
    </li>
  );
}
