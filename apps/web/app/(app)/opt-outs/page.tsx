import type { Metadata } from 'next';
import { createLoader, parseAsString } from 'nuqs/server';
import type { SearchParams } from 'nuqs/server';
import { OptOutsPage } from '../../../src/opt-outs/opt-outs-page.tsx';
import { reviewFilters, reviewList, ruleList } from '../../../src/opt-outs/resources.ts';
import { Prefetch } from '../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Opt-outs' };

const load = createLoader({ ...reviewFilters, cursor: parseAsString.withDefault('') });

export default async function Page(props: { searchParams: Promise<SearchParams> }) {
  const place = await load(props.searchParams);
  return (
    <Prefetch resources={[reviewList(place), ruleList]}>
      <OptOutsPage />
    </Prefetch>
  );
}
