'use client';

import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { deleteDraft } from './moves.ts';
import { campaignsKey } from './resources.ts';

type Props = {
  id: string;
  name: string;
  /** In a row of a list: small, and named by its campaign. */
  inRow?: boolean;
  onDeleted?: () => void;
};

/** Deletes a draft after asking. */
export function DeleteDraftButton({ id, name, inRow = false, onDeleted }: Props) {
  const [asking, setAsking] = useState(false);
  const refusal = useRefusal('campaigns:write');
  const remove = useAction({
    run: () => deleteDraft(id),
    // The open composer must not ask for the draft that is gone.
    ...(onDeleted ? {} : { refresh: [campaignsKey] }),
    done: `Deleted “${name}”.`,
    onDone: () => {
      setAsking(false);
      onDeleted?.();
    },
  });
  return (
    <>
      <ActionButton
        size={inRow ? 'xs' : 'sm'}
        {...(inRow ? { 'aria-label': `Delete draft ${name}` } : {})}
        variant="default"
        refusal={refusal}
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        Delete draft
      </ActionButton>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title="Delete this draft?"
        confirmLabel="Delete draft"
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        <p>“{name}” and its text are gone for good. Nothing was sent from it.</p>
      </ConfirmDialog>
    </>
  );
}
