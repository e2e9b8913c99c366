'use client';

import type { ConversationNote } from '@sms-crm/contracts/conversations';
import { formatClock } from '../format/times.ts';
import { useSession } from '../session/session-context.tsx';
import { memberName } from './names.ts';

/** What a member told the others, set apart from what was sent. */
export function NoteBubble({ note }: { note: ConversationNote }) {
  const { tenant } = useSession();
  return (
    <div className="mx-auto w-fit max-w-[85%] rounded-lg border border-dashed border-[var(--control-border)] px-3.5 py-2 text-sm">
      <p className="[overflow-wrap:anywhere] whitespace-pre-wrap">{note.body}</p>
      <p className="mt-1 text-xs text-soft">
        Note by {memberName(note.author)} ·{' '}
        <time dateTime={note.createdAt} suppressHydrationWarning>
          {formatClock(note.createdAt, tenant.timeZone)}
        </time>
      </p>
    </div>
  );
}
