import type { Metadata } from 'next';
import { ConversationPage } from '../../../../src/inbox/conversation-page.tsx';
import { oneConversation } from '../../../../src/inbox/resources.ts';
import { Prefetch } from '../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Conversation' };

export default async function Page(props: { params: Promise<{ id: string }> }) {
  const { id } = await props.params;
  return (
    <Prefetch resources={[oneConversation(id)]}>
      <ConversationPage id={id} />
    </Prefetch>
  );
}
