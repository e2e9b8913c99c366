import type { ReactNode } from 'react';
import { Inbox } from '../../../src/inbox/inbox.tsx';

export default function InboxLayout(props: { children: ReactNode }) {
  return <Inbox>{props.children}</Inbox>;
}
