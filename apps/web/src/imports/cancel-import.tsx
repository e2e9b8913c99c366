'use client';

import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ImportView } from '@sms-crm/contracts/imports';
import { importView } from '@sms-crm/contracts/imports';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

/** Stops an import; what it already wrote stays. */
export function CancelImport({ view }: { view: ImportView }) {
  const [opened, { open, close }] = useDisclosure(false);
  const cancel = useAction({
    run: () => api(`/v1/imports/${view.id}/cancel`, importView, { method: 'POST', body: {} }),
    refresh: [['v1', 'imports']],
    onDone: close,
  });
  return (
    <>
      <Button variant="default" onClick={open}>
        Cancel import
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={close}
        title={`Cancel the import of ${view.fileName}?`}
        confirmLabel="Cancel import"
        dismissLabel="Keep it"
        danger
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate()}
      >
        <p>
          {view.status === 'committing'
            ? 'Rows that were not reached yet are left out. Contacts already imported stay.'
            : 'Nothing of this file has been imported. To import it later, upload it again.'}
        </p>
      </ConfirmDialog>
    </>
  );
}
