'use client';

import type { Contact } from '@sms-crm/contracts/contacts';
import dynamic from 'next/dynamic';
import { useResource } from '../api/use-resource.ts';
import { useMay } from '../session/session-context.tsx';
import { Card } from '../ui/card.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { Facts } from '../ui/facts.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { PageSkeleton } from '../ui/page-skeleton.tsx';
import { Phone } from '../ui/phone.tsx';
import { ConsentHistory } from './consent-history.tsx';
import { ContactReach } from './contact-reach.tsx';
import { contactTitle, ownFieldLabel } from './contact-words.ts';
import { DeleteContact } from './delete-contact.tsx';
import { EditContact } from './edit-contact.tsx';
import { oneContact } from './resources.ts';

/** Comes after the page: it stands below what the page is opened for. */
const ContactMessages = dynamic(
  () => import('./contact-messages.tsx').then((module) => module.ContactMessages),
  { ssr: false },
);

const back = { href: '/contacts', label: 'Contacts' };

export function ContactPage(props: { id: string }) {
  const { data, error, refetch } = useResource(oneContact(props.id));
  const maySeeInbox = useMay('inbox:read');
  const maySeeTexts = useMay('messages:read');
  if (error && !data) {
    return (
      <>
        <PageHeader title="Contact" back={back} />
        <ErrorBox error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  if (!data) return <PageSkeleton title="Contact" />;
  return (
    <>
      <PageHeader
        title={contactTitle(data)}
        back={back}
        about={<Phone value={data.phone} />}
        actions={
          <>
            {maySeeInbox && (
              <LinkButton href={`/inbox?list=all&q=${encodeURIComponent(data.phone)}`} variant="default">
                Conversations
              </LinkButton>
            )}
            <DeleteContact contact={data} />
          </>
        }
      />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="flex min-w-0 flex-col gap-5">
          <Card title="Details">
            <EditContact key={data.updatedAt} contact={data} />
          </Card>
          {maySeeTexts && <ContactMessages id={data.id} />}
        </div>
        <div className="flex flex-col gap-5">
          <ContactReach contact={data} />
          <ConsentHistory events={data.consentEvents} />
          <More contact={data} />
        </div>
      </div>
    </>
  );
}

function More({ contact }: { contact: Contact }) {
  const own = Object.entries(contact.attributes).map(([key, value]) => ({
    term: ownFieldLabel(key),
    value,
  }));
  return (
    <Card title="More">
      <Facts
        rows={[
          ...own,
          { term: 'Country', value: contact.country ?? '–' },
          { term: 'Added', value: <Moment at={contact.createdAt} /> },
          { term: 'Changed', value: <Moment at={contact.updatedAt} /> },
        ]}
      />
    </Card>
  );
}
