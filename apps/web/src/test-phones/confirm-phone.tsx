'use client';

import { Button, TextInput } from '@mantine/core';
import type { TestPhone } from '@sms-crm/contracts/test-phones';
import { addTestPhone, confirmTestPhone, testPhone } from '@sms-crm/contracts/test-phones';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { formatPhone } from '../format/phones.ts';
import { RemovePhone } from './remove-phone.tsx';
import { testPhonesKey } from './resources.ts';

/** Verifies a phone by the code it got. */
export function ConfirmPhone({ phone, onConfirmed }: { phone: TestPhone; onConfirmed: () => void }) {
  const confirm = useAction({
    run: (body: { code: string }) =>
      api(`/v1/test-phones/${phone.id}/confirm`, testPhone, { method: 'POST', body }),
    refresh: [testPhonesKey],
    done: `${phone.name} can get tests.`,
    onDone: onConfirmed,
    errors: 'form',
  });
  const again = useAction({
    run: () => {
      const body = addTestPhone.parse({ phone: phone.phone, name: phone.name });
      return api('/v1/test-phones', testPhone, { method: 'POST', body });
    },
    refresh: [testPhonesKey],
    done: 'A new code was texted.',
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { code: '' },
    schema: confirmTestPhone,
    submit: (body) => confirm.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-2 rounded-md bg-sunken p-4">
      <FormProblem problem={problem} />
      <div className="flex items-end gap-2">
        <TextInput
          label={`Code texted to ${phone.name}, ${formatPhone(phone.phone)}`}
          inputMode="numeric"
          autoComplete="one-time-code"
          className="min-w-0 flex-1"
          {...form.getInputProps('code')}
        />
        <RemovePhone phone={phone} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="default" loading={busy}>
          Verify
        </Button>
        <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>
          New code
        </Button>
      </div>
    </form>
  );
}
