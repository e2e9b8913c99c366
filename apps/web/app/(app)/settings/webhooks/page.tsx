import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { createLoader, parseAsString } from 'nuqs/server';
import { Prefetch } from '../../../../src/server/prefetch.tsx';
import { refusalList } from '../../../../src/webhooks/resources.ts';
import { WebhooksPage } from '../../../../src/webhooks/webhooks-page.tsx';

export const metadata: Metadata = { title: 'Webhooks' };

const load = createLoader({ cursor: parseAsString.withDefault('') });

export default async function Page(props: { searchParams: Promise<SearchParams> }) {
  const place = await load(props.searchParams);
  return (
    <Prefetch resources={[refusalList(place)]}>
      <WebhooksPage />
    </Prefetch>
  );
}
