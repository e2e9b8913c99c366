'use client';

import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { lazyDialog } from '../ui/lazy-dialog.tsx';
import type { AddContactProps } from './add-contact-window.tsx';

const AddContactDialog = lazyDialog<AddContactProps>(() =>
  import('./add-contact-window.tsx').then((module) => module.AddContactWindow),
);

/** The button and the dialog that add one contact by hand. */
export function AddContact() {
  const [opened, { open, close }] = useDisclosure(false);
  const refusal = useRefusal('contacts:write');
  return (
    <>
      <ActionButton
        variant="default"
        leftSection={<IconUserPlus size={16} aria-hidden />}
        refusal={refusal}
        onClick={open}
      >
        Add contact
      </ActionButton>
      <AddContactDialog opened={opened} onClose={close} />
    </>
  );
}
