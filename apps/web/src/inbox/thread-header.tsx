'use client';

import { Button } from '@mantine/core';
import type { Conversation, ConversationDetail } from '@sms-crm/contracts/conversations';
import Link from 'next/link';
import { formatPhone } from '../format/phones.ts';
import { useMay, useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Phone } from '../ui/phone.tsx';
import { StatusMark, type Tone } from '../ui/status-mark.tsx';
import { AssignField } from './assign-field.tsx';
import { threadTitle } from './names.ts';
import { useMove } from './use-move.ts';

const states: Record<Conversation['state'], { tone: Tone; words: string }> = {
  open: { tone: 'live', words: 'Open' },
  waiting: { tone: 'info', words: 'Waiting for them' },
  closed: { tone: 'neutral', words: 'Closed' },
};

/** Whom the conversation is with, where it stands, who has it, and the way to end it. */
export function ThreadHeader({ thread }: { thread: ConversationDetail }) {
  const maySeeContacts = useMay('contacts:read');
  const { tone, words } = states[thread.state];
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3 border-b border-line px-5 py-3.5 max-sm:px-4">
      <div className="min-w-0">
        <h1 className="text-lg font-semibold [overflow-wrap:anywhere]">{threadTitle(thread)}</h1>
        <p className="flex flex-wrap gap-x-3 text-sm text-soft">
          {thread.contactName !== '' && <Phone value={thread.phone} />}
          <span>to {formatPhone(thread.number)}</span>
          {thread.contactId !== null && maySeeContacts && (
            <Link href={`/contacts/${thread.contactId}`} className="link">
              Contact
            </Link>
          )}
        </p>
        <div className="mt-1">
          <StatusMark tone={tone}>{words}</StatusMark>
        </div>
      </div>
      <ThreadActions thread={thread} />
    </header>
  );
}

function ThreadActions({ thread }: { thread: ConversationDetail }) {
  const refusal = useRefusal('inbox:reply');
  const move = useMove(thread.id);
  const isClosed = thread.state === 'closed';
  return (
    <div className="flex flex-wrap items-end gap-2">
      <AssignField thread={thread} />
      {refusal === undefined && (
        <Button
          variant="subtle"
          size="sm"
          onClick={() => move.mutate({ move: 'unread', done: 'Marked as unread.' })}
        >
          Mark unread
        </Button>
      )}
      <ActionButton
        variant="default"
        size="sm"
        refusal={refusal}
        loading={move.isPending}
        onClick={() =>
          move.mutate(isClosed ? { move: 'reopen' } : { move: 'close', body: { seen: thread.lastInboundId } })
        }
      >
        {isClosed ? 'Open again' : 'Close'}
      </ActionButton>
    </div>
  );
}
