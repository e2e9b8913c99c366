'use client';

import { useDisclosure } from '@mantine/hooks';
import type { DncEntry } from '@sms-crm/contracts/do-not-contact';
import { api, noAnswer } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { formatPhone } from '../format/phones.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { originWords } from './origin-words.ts';

/** Takes a phone off the list after a question; says why where nobody but the recipient may. */
export function RemoveEntry({ entry }: { entry: DncEntry }) {
  const [opened, { open, close }] = useDisclosure(false);
  const missing = useRefusal('do-not-contact:write');
  const phone = formatPhone(entry.phone);
  const remove = useAction({
    run: () => api(`/v1/do-not-contact/${encodeURIComponent(entry.phone)}`, noAnswer, { method: 'DELETE' }),
    refresh: [
      ['v1', 'do-not-contact'],
      ['v1', 'contacts'],
    ],
    done: `${phone} can be texted again.`,
    onDone: close,
  });
  const { fixed } = originWords[entry.origin];
  if (fixed) return <p className="ml-auto max-w-56 text-xs text-soft">{fixed}</p>;
  return (
    <>
      <ActionButton
        variant="default"
        size="xs"
        aria-label={`Remove ${phone}`}
        refusal={missing}
        onClick={open}
      >
        Remove
      </ActionButton>
      <ConfirmDialog
        opened={opened}
        onClose={close}
        title={`Take ${phone} off the list?`}
        confirmLabel="Take off the list"
        dismissLabel="Keep on the list"
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        <p>Campaigns may text this phone again, if its owner agreed to marketing texts.</p>
      </ConfirmDialog>
    </>
  );
}
