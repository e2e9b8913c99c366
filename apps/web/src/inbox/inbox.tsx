'use client';

import { useDisclosure } from '@mantine/hooks';
import { useSelectedLayoutSegment } from 'next/navigation';
import type { ReactNode } from 'react';
import { useSession } from '../session/session-context.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { ListPane } from './list-pane.tsx';
import { searchId } from './inbox-filters.tsx';
import { useInbox } from './use-inbox.ts';
import { useKeys } from './use-keys.ts';

/** The inbox: the list beside the conversation that is open, one of them at a time where there is little room. */
export function Inbox(props: { children: ReactNode }) {
  const selected = useSelectedLayoutSegment();
  const { tenant } = useSession();
  const inbox = useInbox(selected);
  const [keysShown, { open: showKeys, close: hideKeys }] = useDisclosure(false);
  useKeys({
    j: () => inbox.step(1),
    k: () => inbox.step(-1),
    '/': () => document.getElementById(searchId)?.focus(),
    '?': showKeys,
  });
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[320px_minmax(0,1fr)]">
      <section
        aria-label={`Conversations of ${tenant.name}`}
        className={`min-w-0 ${selected === null ? '' : 'max-lg:hidden'}`}
      >
        <ListPane inbox={inbox} selected={selected} onShowKeys={showKeys} />
      </section>
      <div className={`min-w-0 lg:sticky lg:top-20 ${selected === null ? 'max-lg:hidden' : ''}`}>
        {props.children}
      </div>
      <KeysDialog opened={keysShown} onClose={hideKeys} />
    </div>
  );
}
