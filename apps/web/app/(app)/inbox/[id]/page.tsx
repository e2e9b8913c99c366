import type { Metadata } from 'next';
import { ConversationPage } from '../../../../src/inbox/conversation-page.tsx';
import { oneConversation } from '../../../../src/inbox/resources.ts';
import { pageId } from '../../../../src/server/page-id.ts';
import { Prefetch } from '../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Conversation' };

export default async function Page(props: { params: Promise<{ id: string }> }) {
  const id = await pageId(props.params);
  return (
    <Prefetch resources={[oneConversation(id)]}>
      <ConversationPage id={id} />
    </Prefetch>
  );
}
