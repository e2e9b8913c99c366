'use client';

import { useDisclosure } from '@mantine/hooks';
import type { CarrierAccount } from '@sms-crm/contracts/carrier-accounts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { lazyDialog } from '../ui/lazy-dialog.tsx';
import type { PickNumbersProps } from './pick-numbers-window.tsx';

const PickDialog = lazyDialog<PickNumbersProps>(() =>
  import('./pick-numbers-window.tsx').then((module) => module.PickNumbersWindow),
);

/** The button and the dialog that take numbers over from the carrier. */
export function PickNumbers({ account }: { account: CarrierAccount }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionButton
        size="xs"
        variant="default"
        className="mt-2"
        refusal={useRefusal('carrier:write')}
        onClick={open}
      >
        Choose numbers
      </ActionButton>
      <PickDialog opened={opened} onClose={close} account={account} />
    </>
  );
}
