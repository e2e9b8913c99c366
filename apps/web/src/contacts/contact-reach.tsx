'use client';

import { useDisclosure } from '@mantine/hooks';
import type { Contact } from '@sms-crm/contracts/contacts';
import Link from 'next/link';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';
import { lazyDialog } from '../ui/lazy-dialog.tsx';
import { ReachMark } from './contact-marks.tsx';
import { consentWords } from './contact-words.ts';
import type { RecordConsentProps } from './record-consent-window.tsx';

const RecordConsent = lazyDialog<RecordConsentProps>(() =>
  import('./record-consent-window.tsx').then((module) => module.RecordConsentWindow),
);

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
      <RecordConsent opened={opened} onClose={close} contact={contact} />
    </Card>
  );
}

function meaningOf({ doNotContact, heldForReview, consent }: Contact): string {
  if (doNotContact) return 'Their phone is on the do-not-contact list, so no campaign reaches them.';
  if (heldForReview)
    return 'A reply of theirs may be an opt-out, so they get no marketing until it is decided.';
  return consentWords[consent].meaning;
}
