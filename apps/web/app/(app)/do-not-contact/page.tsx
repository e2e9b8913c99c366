import type { Metadata } from 'next';
import { createLoader, parseAsString } from 'nuqs/server';
import type { SearchParams } from 'nuqs/server';
import { DoNotContactPage } from '../../../src/do-not-contact/do-not-contact-page.tsx';
import { dncFilters, dncList } from '../../../src/do-not-contact/resources.ts';
import { Prefetch } from '../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Do-not-contact' };

const load = createLoader({ ...dncFilters, cursor: parseAsString.withDefault('') });

export default async function Page(props: { searchParams: Promise<SearchParams> }) {
  const place = await load(props.searchParams);
  return (
    <Prefetch resources={[dncList(place)]}>
      <DoNotContactPage />
    </Prefetch>
  );
}
