'use client';

import { PasswordInput, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { CreateCarrierAccount } from '@sms-crm/contracts/carrier-accounts';
import { carrierAccount, createCarrierAccount } from '@sms-crm/contracts/carrier-accounts';
import { IconPlus } from '@tabler/icons-react';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { touched } from './resources.ts';

/** The button and the dialog that add a carrier account; its credentials are tried first. */
export function AddAccount() {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionButton
        leftSection={<IconPlus size={16} aria-hidden />}
        refusal={useRefusal('carrier:write')}
        onClick={open}
      >
        Add carrier account
      </ActionButton>
      <Dialog opened={opened} onClose={close} title="Add your account at the carrier">
        <AddForm onDone={close} />
      </Dialog>
    </>
  );
}

function AddForm({ onDone }: { onDone: () => void }) {
  const add = useAction({
    run: (body: CreateCarrierAccount) =>
      api('/v1/carrier-accounts', carrierAccount, { method: 'POST', body }),
    refresh: touched,
    done: ({ name }) => `The carrier accepts ${name}. Nobody is texted before you go live.`,
    errors: 'form',
    onDone,
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { name: 'Twilio', accountSid: '', authToken: '' },
    schema: createCarrierAccount,
    submit: (body) => add.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <TextInput label="Name" required {...form.getInputProps('name')} />
      <TextInput
        label="Account SID"
        description="On the start page of Twilio’s console; begins with AC"
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('accountSid')}
      />
      <PasswordInput
        label="Auth token"
        description="Beside the SID. It is kept encrypted and never shown again."
        autoComplete="off"
        required
        {...form.getInputProps('authToken')}
      />
      <FormButtons submit="Try and add it" busy={busy} onCancel={onDone} />
    </form>
  );
}
