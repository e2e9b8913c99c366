'use client';

import type { Contact } from '@sms-crm/contracts/contacts';
import { contact as contactSchema, updateContact } from '@sms-crm/contracts/contacts';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { DialogWindow } from '../ui/dialog-window.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { consentFieldNames, noConsentValues, toEvidence } from './consent-evidence.ts';
import { ConsentFields } from './consent-fields.tsx';
import { contactTitle } from './contact-words.ts';

export type RecordConsentProps = { opened: boolean; onClose: () => void; contact: Contact };

/** Asks how one person agreed. */
export function RecordConsentWindow({ opened, onClose, contact }: RecordConsentProps) {
  return (
    <DialogWindow
      opened={opened}
      onClose={onClose}
      title={`How did ${contactTitle(contact)} agree?`}
      size={520}
    >
      <RecordConsentForm contact={contact} onDone={onClose} />
    </DialogWindow>
  );
}

function RecordConsentForm({ contact, onDone }: { contact: Contact; onDone: () => void }) {
  const save = useAction({
    run: (body: unknown) => api(`/v1/contacts/${contact.id}`, contactSchema, { method: 'PATCH', body }),
    refresh: [['v1', 'contacts']],
    done: 'Their agreement was recorded.',
    errors: 'form',
    onDone,
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: noConsentValues,
    schema: updateContact,
    toInput: (values) => ({ consent: toEvidence(values) }),
    rename: consentFieldNames,
    submit: (body) => save.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <ConsentFields form={form} />
      <FormButtons submit="Record agreement" busy={busy} onCancel={onDone} />
    </form>
  );
}
