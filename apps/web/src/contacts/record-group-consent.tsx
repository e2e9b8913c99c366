'use client';

import type { ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { RecordConsent } from '@sms-crm/contracts/contacts';
import { recordConsent, recordConsentResult } from '@sms-crm/contracts/contacts';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { formatCountOf } from '../format/numbers.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { consentFieldNames, noConsentValues, toEvidence } from './consent-evidence.ts';
import { ConsentFields } from './consent-fields.tsx';

type Props = {
  audience: RecordConsent['audience'];
  /** Who is meant, for the words: `these contacts`. */
  who: string;
  /** Told how many contacts changed. */
  onDone?: (changed: number) => void;
} & Pick<ButtonProps, 'size' | 'variant'>;

/** The button and the dialog that record how a group agreed; only those whose consent is unknown change. */
export function RecordGroupConsent({ audience, who, onDone, ...look }: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  const refusal = useRefusal('contacts:write');
  function finish(changed: number): void {
    close();
    onDone?.(changed);
  }
  return (
    <>
      <ActionButton variant="default" {...look} refusal={refusal} onClick={open}>
        Record how they agreed
      </ActionButton>
      <Dialog opened={opened} onClose={close} title={`How did ${who} agree?`} size={520}>
        <RecordForm audience={audience} onCancel={close} onDone={finish} />
      </Dialog>
    </>
  );
}

function RecordForm(props: {
  audience: Props['audience'];
  onCancel: () => void;
  onDone: (changed: number) => void;
}) {
  const record = useAction({
    run: (body: unknown) => api('/v1/contacts/consent', recordConsentResult, { method: 'POST', body }),
    refresh: [
      ['v1', 'contacts'],
      ['v1', 'imports'],
      ['v1', 'campaigns'],
    ],
    done: ({ changed }) => `The agreement of ${formatCountOf(changed, 'contact')} was recorded.`,
    errors: 'form',
    onDone: ({ changed }) => props.onDone(changed),
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: noConsentValues,
    schema: recordConsent,
    toInput: (values) => ({ audience: props.audience, consent: toEvidence(values) }),
    rename: consentFieldNames,
    submit: (body) => record.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <p className="text-sm text-soft">
        Only contacts without any record change. Keep to what you can prove: this is what counts if somebody
        asks.
      </p>
      <FormProblem problem={problem} />
      <ConsentFields form={form} />
      <FormButtons submit="Record agreement" busy={busy} onCancel={props.onCancel} />
    </form>
  );
}
