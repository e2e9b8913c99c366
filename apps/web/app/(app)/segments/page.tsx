import type { Metadata } from 'next';
import { createLoader, parseAsString } from 'nuqs/server';
import type { SearchParams } from 'nuqs/server';
import { segmentList } from '../../../src/segments/resources.ts';
import { SegmentsPage } from '../../../src/segments/segments-page.tsx';
import { Prefetch } from '../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Segments' };

const load = createLoader({ cursor: parseAsString.withDefault('') });

export default async function Page(props: { searchParams: Promise<SearchParams> }) {
  const place = await load(props.searchParams);
  return (
    <Prefetch resources={[segmentList(place)]}>
      <SegmentsPage />
    </Prefetch>
  );
}
