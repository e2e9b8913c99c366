'use client';

import { IconInbox } from '@tabler/icons-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useLiveResource } from '../live/use-live-resource.ts';
import { useMay } from '../session/session-context.tsx';
import { Empty } from '../ui/empty.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { PageSkeleton } from '../ui/page-skeleton.tsx';
import { Answer } from './answer.tsx';
import { oneConversation } from './resources.ts';
import { ThreadHeader } from './thread-header.tsx';
import { ThreadTexts } from './thread-texts.tsx';
import { useMarkRead } from './use-mark-read.ts';
import { useThreadKeys } from './use-thread-keys.ts';

const always = () => true;

/** One conversation, live: what was said, what members noted, and the answer. */
export function ConversationPage({ id }: { id: string }) {
  const { data: thread, error, refetch } = useLiveResource(oneConversation(id), always);
  const query = useSearchParams().toString();
  const mayReply = useMay('inbox:reply');
  useMarkRead(thread, mayReply);
  useThreadKeys(thread, mayReply);
  return (
    <>
      <Link
        href={query === '' ? '/inbox' : `/inbox?${query}`}
        className="mb-2 inline-block text-sm text-soft no-underline hover:text-ink lg:hidden"
      >
        <span aria-hidden>← </span>Inbox
      </Link>
      {error && !thread && <ErrorBox error={error} onRetry={() => void refetch()} />}
      {!thread && !error && <PageSkeleton title="Conversation" />}
      {thread && (
        <article className="flex flex-col rounded-lg border border-line bg-surface shadow-card lg:h-[calc(100dvh-12rem)] lg:min-h-[32rem]">
          <ThreadHeader thread={thread} />
          <ThreadTexts thread={thread} />
          <Answer key={id} thread={thread} />
        </article>
      )}
    </>
  );
}

/** What stands beside the list while no conversation is open. */
export function NoConversation() {
  return (
    <Empty icon={IconInbox} title="Choose a conversation">
      Or press <kbd>j</kbd> for the first one, and <kbd>?</kbd> for all keys.
    </Empty>
  );
}
