'use client';

import { useDisclosure } from '@mantine/hooks';
import type { CarrierAccount } from '@sms-crm/contracts/carrier-accounts';
import { IconRocket } from '@tabler/icons-react';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { postAccount } from './resources.ts';

/** Lets the account reach people, once everything on its checklist is done. */
export function GoLive({ account }: { account: CarrierAccount }) {
  const [opened, { open, close }] = useDisclosure(false);
  const missing = account.checklist.find(({ state }) => state !== 'done');
  const notReady = account.ready
    ? undefined
    : `Not yet: ${missing?.title ?? 'the checklist'}. ${missing?.detail ?? ''}`;
  const refusal = useRefusal('carrier:go-live') ?? notReady;
  const live = useAction({
    run: () => postAccount(account.id, 'go-live', {}),
    refresh: [['v1']],
    done: `${account.name} is live.`,
    onDone: close,
  });
  return (
    <>
      <ActionButton refusal={refusal} leftSection={<IconRocket size={16} aria-hidden />} onClick={open}>
        Go live
      </ActionButton>
      <ConfirmDialog
        opened={opened}
        onClose={close}
        title="From now on, text real people?"
        confirmLabel="Go live"
        typed="go live"
        busy={live.isPending}
        onConfirm={() => live.mutate()}
      >
        <p>
          Campaigns are sent from the numbers of {account.name} and cost money. What was simulated stays to be
          seen, but counts in no report, no budget and no do-not-contact list.
        </p>
      </ConfirmDialog>
    </>
  );
}
