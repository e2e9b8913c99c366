import type { Metadata } from 'next';
import { ContactPage } from '../../../../src/contacts/contact-page.tsx';
import { contactTags, oneContact } from '../../../../src/contacts/resources.ts';
import { pageId } from '../../../../src/server/page-id.ts';
import { Prefetch } from '../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Contact' };

export default async function Page(props: { params: Promise<{ id: string }> }) {
  const id = await pageId(props.params);
  return (
    <Prefetch resources={[oneContact(id), contactTags]}>
      <ContactPage id={id} />
    </Prefetch>
  );
}
