import type { Conversation } from '@sms-crm/contracts/conversations';
import { IconAlertTriangle, IconCornerUpLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { Ago } from '../ui/moment.tsx';
import { memberName, threadTitle } from './names.ts';

/** The id of a conversation's row, to which the keys `j` and `k` move the focus. */
export function rowId(conversationId: string): string {
  return `conversation-${conversationId}`;
}

/** One conversation in the list: who, what was said last, and what it needs. */
export function ThreadRow(props: { thread: Conversation; href: string; current: boolean }) {
  const { thread, href, current } = props;
  const isUnread = thread.unread > 0;
  return (
    <li className="border-b border-line last:border-b-0">
      <Link
        id={rowId(thread.id)}
        href={href}
        scroll={false}
        aria-current={current ? 'true' : undefined}
        className={`block px-3.5 py-2.5 text-ink no-underline ${current ? 'bg-accent-tint' : 'hover:bg-sunken'}`}
      >
        <span className="flex items-baseline justify-between gap-2">
          <span className={`numeric truncate text-sm ${isUnread ? 'font-bold' : 'font-medium'}`}>
            {threadTitle(thread)}
          </span>
          <span className="shrink-0 text-xs text-soft">
            <Ago at={thread.lastAt} />
          </span>
        </span>
        <span className="mt-0.5 flex items-center gap-1.5 text-sm">
          {thread.lastDirection === 'outbound' && (
            <IconCornerUpLeft size={14} className="shrink-0 text-soft" aria-label="You answered" />
          )}
          <span className={`min-w-0 flex-1 truncate ${isUnread ? 'text-ink' : 'text-soft'}`}>
            {thread.lastText === '' ? 'No text' : thread.lastText}
          </span>
          {isUnread && <UnreadMark count={thread.unread} />}
        </span>
        <Marks thread={thread} />
      </Link>
    </li>
  );
}

function UnreadMark({ count }: { count: number }) {
  return (
    <span className="numeric shrink-0 rounded-full bg-[#087f5b] px-1.5 text-xs font-semibold text-white">
      {count}
      <span className="sr-only"> unread</span>
    </span>
  );
}

function Marks({ thread }: { thread: Conversation }) {
  const { failed, drafting, assignee, campaign } = thread;
  if (!failed && !drafting && !assignee && !campaign) return null;
  return (
    <span className="mt-1 flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-soft">
      {failed && (
        <span className="inline-flex items-center gap-1 font-medium text-bad">
          <IconAlertTriangle size={13} aria-hidden /> Not delivered
        </span>
      )}
      {drafting && <span className="font-medium text-ink">{memberName(drafting.label)} is writing</span>}
      {assignee && <span>{memberName(assignee.label)}</span>}
      {campaign && <span className="truncate">{campaign.name}</span>}
    </span>
  );
}
