'use client';

import { useDisclosure } from '@mantine/hooks';
import type { Contact } from '@sms-crm/contracts/contacts';
import { contact as contactSchema, updateContact } from '@sms-crm/contracts/contacts';
import Link from 'next/link';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { FormProblem } from '../form/form-problem.tsx';
import { useApiForm } from '../form/use-api-form.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FormButtons } from '../ui/form-buttons.tsx';
import { consentFieldNames, noConsentValues, toEvidence } from './consent-evidence.ts';
import { ConsentFields } from './consent-fields.tsx';
import { ReachMark } from './contact-marks.tsx';
import { consentWords, contactTitle } from './contact-words.ts';

/** Whether marketing texts reach this contact, why, and what can be done about it. */
export function ContactReach({ contact }: { contact: Contact }) {
  const [opened, { open, close }] = useDisclosure(false);
  const refusal = useRefusal('contacts:write');
  return (
    <Card title="Marketing texts">
      <ReachMark contact={contact} />
      <p className="mt-2 text-sm text-soft">{meaningOf(contact)}</p>
      {contact.doNotContact ? (
        <Link
          href={`/do-not-contact?q=${encodeURIComponent(contact.phone)}`}
          className="link mt-3 inline-block text-sm"
        >
          Show the entry
        </Link>
      ) : contact.heldForReview ? (
        <Link href="/opt-outs" className="link mt-3 inline-block text-sm">
          Decide it
        </Link>
      ) : (
        <ActionButton variant="default" size="xs" mt={12} refusal={refusal} onClick={open}>
          Record how they agreed
        </ActionButton>
      )}
      <Dialog opened={opened} onClose={close} title={`How did ${contactTitle(contact)} agree?`} size={520}>
        <RecordConsentForm contact={contact} onDone={close} />
      </Dialog>
    </Card>
  );
}

function meaningOf({ doNotContact, heldForReview, consent }: Contact): string {
  if (doNotContact) return 'Their phone is on the do-not-contact list, so no campaign reaches them.';
  if (heldForReview)
    return 'A reply of theirs may be an opt-out, so they get no marketing until it is decided.';
  return consentWords[consent].meaning;
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
