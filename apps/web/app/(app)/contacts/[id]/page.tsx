import type { Metadata } from 'next';
import { ContactPage } from '../../../../src/contacts/contact-page.tsx';
import { contactTags, oneContact } from '../../../../src/contacts/resources.ts';
import { Prefetch } from '../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Contact' };

export default async function Page(props: { params: Promise<{ id: string }> }) {
  const { id } = await props.params;
  return (
    <Prefetch resources={[oneContact(id), contactTags]}>
      <ContactPage id={id} />
    </Prefetch>
  );
}
