'use client';

import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ApiKey } from '@sms-crm/contracts/access';
import { api, noAnswer } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

export function RevokeApiKey({ apiKey }: { apiKey: ApiKey }) {
  const [opened, { open, close }] = useDisclosure(false);
  const revoke = useAction({
    run: () => api(`/v1/api-keys/${apiKey.id}`, noAnswer, { method: 'DELETE' }),
    refresh: [['v1', 'api-keys']],
    done: `${apiKey.name} was revoked.`,
    onDone: close,
  });
  return (
    <>
      <Button variant="default" size="xs" aria-label={`Revoke ${apiKey.name}`} onClick={open}>
        Revoke
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={close}
        title={`Revoke ${apiKey.name}?`}
        confirmLabel="Revoke key"
        danger
        busy={revoke.isPending}
        onConfirm={() => revoke.mutate()}
      >
        <p>Whatever uses this key loses access at once. It cannot be taken back; make a new key instead.</p>
      </ConfirmDialog>
    </>
  );
}
