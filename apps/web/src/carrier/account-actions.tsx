'use client';

import { PasswordInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { CarrierAccount } from '@sms-crm/contracts/carrier-accounts';
import { rotateCarrierToken } from '@sms-crm/contracts/carrier-accounts';
import { api, noAnswer } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { postAccount, touched } from './resources.ts';

/** A new token, or no account any more. */
export function AccountActions({ account }: { account: CarrierAccount }) {
  const [rotating, rotate] = useDisclosure(false);
  const [asking, ask] = useDisclosure(false);
  const refusal = useRefusal('carrier:write');
  const remove = useAction({
    run: () => api(`/v1/carrier-accounts/${account.id}`, noAnswer, { method: 'DELETE' }),
    refresh: touched,
    done: `${account.name} was removed.`,
    onDone: ask.close,
  });
  return (
    <>
      <ActionButton variant="default" refusal={refusal} onClick={ask.open}>
        Remove
      </ActionButton>
      <ActionButton variant="default" refusal={refusal} onClick={rotate.open}>
        New token
      </ActionButton>
      <Dialog opened={rotating} onClose={rotate.close} title={`New token of ${account.name}`}>
        <TokenForm account={account} onDone={rotate.close} />
      </Dialog>
      <ConfirmDialog
        opened={asking}
        onClose={ask.close}
        title={`Remove ${account.name}?`}
        confirmLabel="Remove account"
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        <p>Its token and its numbers are removed here. At the carrier nothing changes.</p>
      </ConfirmDialog>
    </>
  );
}

function TokenForm({ account, onDone }: { account: CarrierAccount; onDone: () => void }) {
  const save = useAction({
    run: (body: { authToken: string }) => postAccount(account.id, 'rotate-token', body),
    refresh: touched,
    done: 'The new token is used from now on; the former one is accepted for 24 hours more.',
    errors: 'form',
    onDone,
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { authToken: '' },
    schema: rotateCarrierToken,
    submit: (body) => save.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <PasswordInput
        label="Auth token"
        description="The carrier’s primary token after you changed it there; it is tried first"
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('authToken')}
      />
      <FormButtons submit="Use this token" busy={busy} onCancel={onDone} />
    </form>
  );
}
