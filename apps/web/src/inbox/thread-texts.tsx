'use client';

import { Button } from '@mantine/core';
import type { ConversationDetail, ThreadMessage } from '@sms-crm/contracts/conversations';
import { useEffect, useRef } from 'react';
import { formatDate, todayIn } from '../format/times.ts';
import { useSession } from '../session/session-context.tsx';
import { NoteBubble } from './note-bubble.tsx';
import { TextBubble } from './text-bubble.tsx';
import { entriesByDay, type ThreadEntry } from './thread-entries.ts';
import { useEarlier } from './use-earlier.ts';

/** Everything that was said, by day, with the notes of members where they were left; the newest is in view. */
export function ThreadTexts({ thread }: { thread: ConversationDetail }) {
  const { tenant } = useSession();
  const earlier = useEarlier(thread);
  const messages = withoutDoubles([...earlier.items, ...thread.messages]);
  const notes = earlier.more ? notesSince(thread, messages[0]) : thread.notes;
  const bottom = useRef<HTMLElement>(null);
  const newest = `${thread.messages.at(-1)?.id ?? ''} ${thread.notes.length}`;
  useEffect(() => {
    if (newest !== '') bottom.current?.scrollTo({ top: bottom.current.scrollHeight });
  }, [newest]);
  return (
    <section
      ref={bottom}
      aria-label="Texts"
      aria-live="polite"
      tabIndex={0}
      className="flex min-h-40 flex-1 flex-col gap-4 overflow-y-auto px-5 py-4 max-lg:max-h-[60dvh] max-sm:px-4"
    >
      {earlier.more && (
        <Button variant="subtle" size="xs" loading={earlier.isFetching} onClick={earlier.load}>
          Show earlier texts
        </Button>
      )}
      {entriesByDay(messages, notes, tenant.timeZone).map(({ day, entries }) => (
        <section key={day} aria-label={formatDate(day)} className="flex flex-col gap-3">
          <p className="text-center text-xs font-medium text-soft" aria-hidden suppressHydrationWarning>
            {day === todayIn(tenant.timeZone) ? 'Today' : formatDate(day)}
          </p>
          {entries.map((entry) => (
            <Entry key={entry.of.id} entry={entry} />
          ))}
        </section>
      ))}
    </section>
  );
}

function Entry({ entry }: { entry: ThreadEntry }) {
  return entry.type === 'note' ? <NoteBubble note={entry.of} /> : <TextBubble text={entry.of} />;
}

/** A page asked for earlier may hold what the live thread holds by now. */
function withoutDoubles(messages: readonly ThreadMessage[]): ThreadMessage[] {
  return [...new Map(messages.map((message) => [message.id, message])).values()];
}

function notesSince({ notes }: ConversationDetail, first: ThreadMessage | undefined) {
  return notes.filter(({ createdAt }) => first === undefined || createdAt >= first.at);
}
