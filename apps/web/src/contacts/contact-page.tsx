'use client';

import type { Contact } from '@sms-crm/contracts/contacts';
import { useResource } from '../api/use-resource.ts';
import { Card } from '../ui/card.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { PageSkeleton } from '../ui/page-skeleton.tsx';
import { Phone } from '../ui/phone.tsx';
import { ContactReach } from './contact-reach.tsx';
import { contactTitle } from './contact-words.ts';
import { DeleteContact } from './delete-contact.tsx';
import { EditContact } from './edit-contact.tsx';
import { oneContact } from './resources.ts';

const back = { href: '/contacts', label: 'Contacts' };

export function ContactPage(props: { id: string }) {
  const { data, error, refetch } = useResource(oneContact(props.id));
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
        actions={<DeleteContact contact={data} />}
      />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <Card title="Details">
          <EditContact key={data.updatedAt} contact={data} />
        </Card>
        <div className="flex flex-col gap-5">
          <ContactReach contact={data} />
          <Attributes contact={data} />
        </div>
      </div>
    </>
  );
}

function Attributes({ contact }: { contact: Contact }) {
  const rows = Object.entries(contact.attributes);
  return (
    <Card title="More">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
        {rows.map(([key, value]) => (
          <Pair key={key} term={key}>
            {value}
          </Pair>
        ))}
        <Pair term="Country">{contact.country ?? '–'}</Pair>
        <Pair term="Added">
          <Moment at={contact.createdAt} />
        </Pair>
        <Pair term="Changed">
          <Moment at={contact.updatedAt} />
        </Pair>
      </dl>
    </Card>
  );
}

function Pair(props: { term: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-soft">{props.term}</dt>
      <dd className="text-right [overflow-wrap:anywhere]">{props.children}</dd>
    </>
  );
}
