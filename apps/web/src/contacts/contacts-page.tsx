'use client';

import { IconAddressBook, IconDownload, IconFileImport, IconMoodEmpty } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import { useMay } from '../session/session-context.tsx';
import { ListTable } from '../table/list-table.tsx';
import { useListSearch } from '../table/use-list-search.ts';
import { Empty } from '../ui/empty.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { AddContact } from './add-contact.tsx';
import { contactColumns } from './contact-columns.tsx';
import { ContactFilterBar } from './contact-filter-bar.tsx';
import { contactFilters, contactList } from './resources.ts';

export function ContactsPage() {
  const { filters, cursor, change } = useListSearch(contactFilters);
  const list = useResource(contactList({ ...filters, cursor }));
  const filtered = Boolean(filters.q || filters.tag || filters.consent);
  const nobody = list.data?.items.length === 0 && !filtered && !cursor;
  return (
    <>
      <PageHeader title="Contacts" about="People you can text" actions={<ContactActions empty={nobody} />} />
      {!nobody && <ContactFilterBar filters={filters} onChange={(changes) => void change(changes)} />}
      <ListTable
        caption="Contacts"
        columns={contactColumns}
        list={list}
        noun="contact"
        empty={filtered ? <NoMatch /> : <Nobody />}
      />
    </>
  );
}

function ContactActions(props: { empty: boolean }) {
  const mayExport = useMay('contacts:export');
  const mayImport = useMay('contacts:import');
  return (
    <>
      {mayExport && !props.empty && (
        <LinkButton
          href="/api/v1/contacts/export.csv"
          download
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          Export CSV
        </LinkButton>
      )}
      <AddContact />
      {mayImport && (
        <LinkButton href="/contacts/imports/new" leftSection={<IconFileImport size={16} aria-hidden />}>
          Import contacts
        </LinkButton>
      )}
    </>
  );
}

function Nobody() {
  return (
    <Empty
      icon={IconAddressBook}
      title="No contacts yet"
      action={<LinkButton href="/contacts/imports/new">Import a CSV file</LinkButton>}
    >
      Import them from a file, or add one by hand. Phones are checked, duplicates are found, and nothing is
      lost without a reason.
    </Empty>
  );
}

function NoMatch() {
  return (
    <Empty icon={IconMoodEmpty} title="Nobody matches">
      Search finds the beginning of a name or e-mail, and the first or last digits of a phone.
    </Empty>
  );
}
