'use client';

import { useDisclosure } from '@mantine/hooks';
import type { Contact } from '@sms-crm/contracts/contacts';
import { IconTrash } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { api, noAnswer } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { contactTitle } from './contact-words.ts';

export function DeleteContact({ contact }: { contact: Contact }) {
  const router = useRouter();
  const [opened, { open, close }] = useDisclosure(false);
  const refusal = useRefusal('contacts:write');
  const remove = useAction({
    run: () => api(`/v1/contacts/${contact.id}`, noAnswer, { method: 'DELETE' }),
    done: `${contactTitle(contact)} was deleted.`,
    refresh: [['v1', 'contacts', 'tags']],
    onDone: () => router.push('/contacts'),
  });
  return (
    <>
      <ActionButton
        variant="default"
        leftSection={<IconTrash size={16} aria-hidden />}
        refusal={refusal}
        onClick={open}
      >
        Delete contact
      </ActionButton>
      <ConfirmDialog
        opened={opened}
        onClose={close}
        title={`Delete ${contactTitle(contact)}?`}
        confirmLabel="Delete contact"
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        <p>They leave all lists and future campaigns. What was sent to them stays in the reports.</p>
        <p>A do-not-contact entry of their phone stays too, so a later import cannot text them by mistake.</p>
      </ConfirmDialog>
    </>
  );
}
