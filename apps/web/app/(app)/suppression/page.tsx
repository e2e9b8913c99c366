import type { Metadata } from 'next';
import { createLoader, parseAsString } from 'nuqs/server';
import type { SearchParams } from 'nuqs/server';
import { Prefetch } from '../../../src/server/prefetch.tsx';
import { ruleList } from '../../../src/suppression/resources.ts';
import { SuppressionPage } from '../../../src/suppression/suppression-page.tsx';

export const metadata: Metadata = { title: 'Suppression rules' };

const load = createLoader({ cursor: parseAsString.withDefault('') });

export default async function Page(props: { searchParams: Promise<SearchParams> }) {
  const place = await load(props.searchParams);
  return (
    <Prefetch resources={[ruleList(place)]}>
      <SuppressionPage />
    </Prefetch>
  );
}
