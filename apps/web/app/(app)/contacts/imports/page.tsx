import type { Metadata } from 'next';
import { createLoader, parseAsString } from 'nuqs/server';
import type { SearchParams } from 'nuqs/server';
import { ImportsPage } from '../../../../src/imports/imports-page.tsx';
import { importList } from '../../../../src/imports/resources.ts';
import { Prefetch } from '../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Imports' };

const load = createLoader({ cursor: parseAsString.withDefault('') });

export default async function Page(props: { searchParams: Promise<SearchParams> }) {
  const place = await load(props.searchParams);
  return (
    <Prefetch resources={[importList(place)]}>
      <ImportsPage />
    </Prefetch>
  );
}
