'use client';

import { Button, TextInput } from '@mantine/core';
import type { AddTestPhone } from '@sms-crm/contracts/test-phones';
import { addTestPhone, testPhone } from '@sms-crm/contracts/test-phones';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { PhoneField } from '../form/phone-field.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { testPhonesKey } from './resources.ts';

/** Adds a phone, which gets a code; the fields are there at once while there is none. */
export function AddPhone({ first }: { first: boolean }) {
  const [opened, setOpened] = useState(false);
  if (first || opened) return <AddPhoneForm onDone={() => setOpened(false)} />;
  return (
    <div>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        Add a phone
      </Button>
    </div>
  );
}

function AddPhoneForm({ onDone }: { onDone: () => void }) {
  const add = useAction({
    run: (body: AddTestPhone) => api('/v1/test-phones', testPhone, { method: 'POST', body }),
    refresh: [testPhonesKey],
    done: 'A code was texted to it.',
    errors: 'form',
    onDone,
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { phone: '', name: '' },
    schema: addTestPhone,
    submit: (body) => add.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-3 rounded-md bg-sunken p-4">
      <FormProblem problem={problem} />
      <PhoneField {...form.getInputProps('phone')} />
      <TextInput
        label="Whose phone is it?"
        placeholder="e.g. My phone"
        autoComplete="off"
        required
        {...form.getInputProps('name')}
      />
      <Button type="submit" variant="default" loading={busy} className="self-start">
        Text a code to it
      </Button>
    </form>
  );
}
