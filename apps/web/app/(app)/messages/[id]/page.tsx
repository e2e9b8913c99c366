import type { Metadata } from 'next';
import { MessagePage } from '../../../../src/messages/message-page.tsx';
import { oneMessage } from '../../../../src/messages/resources.ts';
import { pageId } from '../../../../src/server/page-id.ts';
import { Prefetch } from '../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Text' };

export default async function Page(props: { params: Promise<{ id: string }> }) {
  const id = await pageId(props.params);
  return (
    <Prefetch resources={[oneMessage(id)]}>
      <MessagePage id={id} />
    </Prefetch>
  );
}
