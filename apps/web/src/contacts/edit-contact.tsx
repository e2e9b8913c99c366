'use client';

import { Button } from '@mantine/core';
import type { Contact } from '@sms-crm/contracts/contacts';
import { contact as contactSchema, updateContact } from '@sms-crm/contracts/contacts';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { LeaveGuard } from '../ui/leave-guard.tsx';
import { ContactFields, contactValues, toContactInput } from './contact-fields.tsx';

/** The fields of a contact, to change and save. */
export function EditContact({ contact }: { contact: Contact }) {
  const refusal = useRefusal('contacts:write');
  const save = useAction({
    run: (body: unknown) => api(`/v1/contacts/${contact.id}`, contactSchema, { method: 'PATCH', body }),
    refresh: [['v1', 'contacts']],
    done: 'The contact was saved.',
    errors: 'form',
  });
  const { form, formProps, busy, problem } = useApiForm({
    initialValues: contactValues(contact),
    schema: updateContact,
    toInput: toContactInput,
    submit: (body) => save.mutateAsync(body),
  });
  const changed = form.isDirty();
  const work = { isUnsaved: () => form.isDirty(), save: async () => false, drop: () => form.reset() };
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <LeaveGuard work={work}>
        <p>What you changed of this contact is not saved, and is lost if you leave.</p>
      </LeaveGuard>
      <FormProblem problem={problem} />
      <ContactFields form={form} />
      <div className="flex items-center justify-end gap-2">
        {changed && (
          <Button variant="default" onClick={() => form.reset()}>
            Undo changes
          </Button>
        )}
        <ActionButton type="submit" loading={busy} refusal={refusal}>
          Save contact
        </ActionButton>
      </div>
    </form>
  );
}
