import type { Metadata } from 'next';
import { NumberPage } from '../../../../src/numbers/number-page.tsx';
import { oneNumber, registrationList } from '../../../../src/numbers/resources.ts';
import { pageId } from '../../../../src/server/page-id.ts';
import { Prefetch } from '../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Number' };

export default async function Page(props: { params: Promise<{ id: string }> }) {
  const id = await pageId(props.params);
  return (
    <Prefetch resources={[oneNumber(id), registrationList]}>
      <NumberPage id={id} />
    </Prefetch>
  );
}
