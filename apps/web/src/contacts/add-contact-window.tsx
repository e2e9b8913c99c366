'use client';

import { contact, createContact } from '@sms-crm/contracts/contacts';
import Link from 'next/link';
import { asApiError } from '../api/api-error.ts';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { PhoneField } from '../form/phone-field.tsx';
import { Tick } from '../form/tick.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { DialogWindow } from '../ui/dialog-window.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { consentFieldNames, noConsentValues, toEvidence } from './consent-evidence.ts';
import { ConsentFields } from './consent-fields.tsx';
import { ContactFields, contactValues, toContactInput } from './contact-fields.tsx';
import { contactTitle } from './contact-words.ts';

export type AddContactProps = { opened: boolean; onClose: () => void };

export function AddContactWindow({ opened, onClose }: AddContactProps) {
  return (
    <DialogWindow opened={opened} onClose={onClose} title="Add a contact" size={560}>
      <AddContactForm onDone={onClose} />
    </DialogWindow>
  );
}

function AddContactForm(props: { onDone: () => void }) {
  const add = useAction({
    run: (body: unknown) => api('/v1/contacts', contact, { method: 'POST', body }),
    refresh: [['v1', 'contacts']],
    done: (added) => `${contactTitle(added)} was added.`,
    errors: 'form',
    onDone: props.onDone,
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: { phone: '', agreed: false, ...contactValues(), ...noConsentValues },
    schema: createContact,
    toInput: (values) => ({
      phone: values.phone,
      ...toContactInput(values),
      ...(values.agreed ? { consent: toEvidence(values) } : {}),
    }),
    rename: consentFieldNames,
    submit: (body) => add.mutateAsync(body),
  });
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <PhoneField data-autofocus {...form.getInputProps('phone')} />
      {asApiError(add.error).code === 'already_exists' && form.errors.phone && (
        <Link
          className="link"
          href={`/contacts?${new URLSearchParams({ q: form.values.phone }).toString()}`}
          onClick={props.onDone}
        >
          Show that contact
        </Link>
      )}
      <ContactFields form={form} />
      <Tick
        label="This person agreed to marketing texts"
        description="Without a record of it, marketing texts skip them"
        checked={form.values.agreed}
        onChange={(agreed) => form.setFieldValue('agreed', agreed)}
      />
      {form.values.agreed && <ConsentFields form={form} />}
      <FormButtons submit="Add contact" busy={busy} onCancel={props.onDone} />
    </form>
  );
}
