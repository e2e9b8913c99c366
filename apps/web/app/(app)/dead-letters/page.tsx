import type { Metadata } from 'next';
import { createLoader, parseAsString } from 'nuqs/server';
import type { SearchParams } from 'nuqs/server';
import { DeadLettersPage } from '../../../src/dead-letters/dead-letters-page.tsx';
import { deadLetterFilters, deadLetterList } from '../../../src/dead-letters/resources.ts';
import { Prefetch } from '../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Given up' };

const load = createLoader({ ...deadLetterFilters, cursor: parseAsString.withDefault('') });

export default async function Page(props: { searchParams: Promise<SearchParams> }) {
  const place = await load(props.searchParams);
  return (
    <Prefetch resources={[deadLetterList(place)]}>
      <DeadLettersPage />
    </Prefetch>
  );
}
