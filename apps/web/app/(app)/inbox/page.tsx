import type { Metadata } from 'next';
import { NoConversation } from '../../../src/inbox/conversation-page.tsx';

export const metadata: Metadata = { title: 'Inbox' };

export default function Page() {
  return <NoConversation />;
}
