import type { Metadata } from 'next';
import { createLoader, parseAsString } from 'nuqs/server';
import type { SearchParams } from 'nuqs/server';
import { AutoRepliesPage } from '../../../../src/auto-replies/auto-replies-page.tsx';
import { autoReplyList } from '../../../../src/auto-replies/resources.ts';
import { Prefetch } from '../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Automatic answers' };

const load = createLoader({ cursor: parseAsString.withDefault('') });

export default async function Page(props: { searchParams: Promise<SearchParams> }) {
  const place = await load(props.searchParams);
  return (
    <Prefetch resources={[autoReplyList(place)]}>
      <AutoRepliesPage />
    </Prefetch>
  );
}
