'use client';

import { Button, TextInput } from '@mantine/core';
import type { CarrierAccount } from '@sms-crm/contracts/carrier-accounts';
import { confirmCarrierTest, sendCarrierTest, sentCarrierTest } from '@sms-crm/contracts/carrier-accounts';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { postAccount, touched } from './resources.ts';

/** Texts a code to a phone of one's own, then takes the code. */
export function TestText({ account }: { account: CarrierAccount }) {
  const [sent, setSent] = useState(false);
  return (
    <div className="mt-2 flex max-w-lg flex-col gap-3">
      <SendForm account={account} onSent={() => setSent(true)} />
      {sent && <ConfirmForm account={account} />}
    </div>
  );
}

function SendForm({ account, onSent }: { account: CarrierAccount; onSent: () => void }) {
  const refusal = useRefusal('carrier:write');
  const send = useAction({
    run: (body: unknown) =>
      api(`/v1/carrier-accounts/${account.id}/test-text`, sentCarrierTest, { method: 'POST', body }),
    done: 'The test text is on its way.',
    errors: 'form',
    onDone: onSent,
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { phone: '' },
    schema: sendCarrierTest,
    submit: (body) => send.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-2">
      <FormProblem problem={problem} />
      <div className="flex flex-wrap items-end gap-2">
        <TextInput
          label="Your own phone"
          placeholder="+14155550123"
          type="tel"
          autoComplete="tel"
          className="min-w-0 flex-1 basis-52"
          {...form.getInputProps('phone')}
        />
        <ActionButton type="submit" variant="default" refusal={refusal} loading={busy}>
          Send the test text
        </ActionButton>
      </div>
    </form>
  );
}

function ConfirmForm({ account }: { account: CarrierAccount }) {
  const confirm = useAction({
    run: (body: { code: string }) => postAccount(account.id, 'test-text/confirm', body),
    refresh: touched,
    done: 'You received it.',
    errors: 'form',
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { code: '' },
    schema: confirmCarrierTest,
    submit: (body) => confirm.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-2">
      <FormProblem problem={problem} />
      <div className="flex flex-wrap items-end gap-2">
        <TextInput
          label="Code from the text"
          inputMode="numeric"
          autoComplete="one-time-code"
          className="min-w-0 flex-1 basis-52"
          {...form.getInputProps('code')}
        />
        <Button type="submit" variant="default" loading={busy}>
          Confirm
        </Button>
      </div>
    </form>
  );
}
