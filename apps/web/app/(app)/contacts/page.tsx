import type { Metadata } from 'next';
import { createLoader, parseAsString } from 'nuqs/server';
import type { SearchParams } from 'nuqs/server';
import { ContactsPage } from '../../../src/contacts/contacts-page.tsx';
import { contactFilters, contactList, contactTags } from '../../../src/contacts/resources.ts';
import { Prefetch } from '../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Contacts' };

const load = createLoader({ ...contactFilters, cursor: parseAsString.withDefault('') });

export default async function Page(props: { searchParams: Promise<SearchParams> }) {
  const place = await load(props.searchParams);
  return (
    <Prefetch resources={[contactList(place), contactTags]}>
      <ContactsPage />
    </Prefetch>
  );
}
