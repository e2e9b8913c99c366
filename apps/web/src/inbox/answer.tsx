'use client';

import { Alert, SegmentedControl } from '@mantine/core';
import type { ConversationDetail } from '@sms-crm/contracts/conversations';
import { IconBan, IconMoonStars } from '@tabler/icons-react';
import { useState } from 'react';
import { useRefusal } from '../session/session-context.tsx';
import { DemoTime, Moment } from '../ui/moment.tsx';
import { memberName } from './names.ts';
import { NoteForm } from './note-form.tsx';
import { ReplyForm } from './reply-form.tsx';

const kinds = [
  { value: 'answer', label: 'Answer' },
  { value: 'note', label: 'Note' },
];

/** Where an answer or a note is written, with what forbids or warns of it. */
export function Answer({ thread }: { thread: ConversationDetail }) {
  const refusal = useRefusal('inbox:reply');
  const [kind, setKind] = useState('answer');
  const { blocked } = thread.standing;
  return (
    <footer className="flex flex-col gap-2.5 border-t border-line px-5 py-3.5 max-sm:px-4">
      {thread.drafting && (
        <output className="text-sm font-medium">
          {memberName(thread.drafting.label)} is writing an answer.
        </output>
      )}
      {refusal ? (
        <p className="text-sm text-soft">{refusal}</p>
      ) : (
        <>
          <SegmentedControl
            size="xs"
            className="self-start"
            aria-label="What to write"
            data={kinds}
            value={kind}
            onChange={setKind}
          />
          {kind === 'note' && <NoteForm id={thread.id} />}
          {kind === 'answer' && blocked && <Blocked blocked={blocked} />}
          {kind === 'answer' && !blocked && <Warned thread={thread} />}
        </>
      )}
    </footer>
  );
}

function Blocked({ blocked }: { blocked: NonNullable<ConversationDetail['standing']['blocked']> }) {
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconBan size={18} aria-hidden />}
      title="You cannot answer this conversation now"
    >
      <p>{blocked.words}</p>
      {blocked.fix !== '' && <p className="mt-1">{blocked.fix}</p>}
    </Alert>
  );
}

function Warned({ thread }: { thread: ConversationDetail }) {
  const { quiet } = thread.standing;
  return (
    <>
      {quiet && (
        <Alert color="yellow" variant="light" icon={<IconMoonStars size={18} aria-hidden />}>
          {quiet.words} An answer goes out all the same
          {quiet.opensAt === null ? (
            '.'
          ) : (
            <>
              ; their hours begin at <Moment at={quiet.opensAt} />
              <DemoTime at={quiet.opensAt} />.
            </>
          )}
        </Alert>
      )}
      <ReplyForm thread={thread} />
    </>
  );
}
