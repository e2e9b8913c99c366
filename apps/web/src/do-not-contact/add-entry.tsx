'use client';

import { TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { addDnc, dncEntry } from '@sms-crm/contracts/do-not-contact';
import { IconPlus } from '@tabler/icons-react';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { PhoneField } from '../form/phone-field.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { formatPhone } from '../format/phones.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';

/** The button and the dialog that put a phone on the list. */
export function AddEntry() {
  const [opened, { open, close }] = useDisclosure(false);
  const refusal = useRefusal('do-not-contact:write');
  return (
    <>
      <ActionButton leftSection={<IconPlus size={16} aria-hidden />} refusal={refusal} onClick={open}>
        Add phone
      </ActionButton>
      <Dialog opened={opened} onClose={close} title="Add a phone to do-not-contact">
        <AddEntryForm onDone={close} />
      </Dialog>
    </>
  );
}

function AddEntryForm(props: { onDone: () => void }) {
  const add = useAction({
    run: (body: unknown) => api('/v1/do-not-contact', dncEntry, { method: 'POST', body }),
    refresh: [
      ['v1', 'do-not-contact'],
      ['v1', 'contacts'],
    ],
    done: (entry) => `${formatPhone(entry.phone)} will not be texted any more.`,
    errors: 'form',
    onDone: props.onDone,
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { phone: '', reason: '' },
    schema: addDnc,
    toInput: ({ phone, reason }) => ({ phone, ...(reason.trim() ? { reason } : {}) }),
    submit: (body) => add.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <PhoneField data-autofocus {...form.getInputProps('phone')} />
      <TextInput
        label="Reason"
        description="Optional"
        placeholder="e.g. Asked on the phone"
        autoComplete="off"
        {...form.getInputProps('reason')}
      />
      <FormButtons submit="Add phone" busy={busy} onCancel={props.onDone} />
    </form>
  );
}
