'use client';

import { Alert, Button, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ConversationDetail } from '@sms-crm/contracts/conversations';
import { maxReplyChars } from '@sms-crm/contracts/conversations';
import type { KeyboardEvent } from 'react';
import { useParts } from '../campaigns/composer/use-parts.ts';
import { tooLongWords } from '../form/too-long-words.ts';
import { formatCountOf } from '../format/numbers.ts';
import { useMay } from '../session/session-context.tsx';
import { CannedDialog } from './canned-dialog.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { threadTitle } from './names.ts';
import { useDraft } from './use-draft.ts';
import { useReply } from './use-reply.ts';
import { answerId } from './use-thread-keys.ts';

/** Writes and sends an answer; Esc leaves it for the list. */
export function ReplyForm({ thread }: { thread: ConversationDetail }) {
  const draft = useDraft(thread.id);
  const reply = useReply(thread, { text: draft.text, onSent: draft.clear });
  const [canned, { open: openCanned, close: closeCanned }] = useDisclosure(false);
  const maySeeCanned = useMay('templates:read');
  const tooLong = tooLongWords(draft.text, maxReplyChars);

  function write(text: string): void {
    if (draft.text === '') reply.begin();
    draft.write(text);
  }

  function press(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (tooLong === undefined) reply.send();
    } else if (event.key === '/' && draft.text === '' && maySeeCanned) {
      event.preventDefault();
      openCanned();
    } else if (event.key === 'Escape') {
      leave(event.currentTarget);
    }
  }

  return (
    <div className="flex flex-col gap-2">
      {reply.refusal !== null && (
        <Alert color="red" variant="light" role="alert">
          {reply.refusal}
        </Alert>
      )}
      <Textarea
        id={answerId}
        aria-label={`Answer to ${threadTitle(thread)}`}
        placeholder="Write an answer"
        autosize
        minRows={2}
        maxRows={8}
        value={draft.text}
        error={tooLong}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={press}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Length text={draft.text} />
        <div className="flex gap-2">
          {maySeeCanned && (
            <Button variant="default" onClick={openCanned}>
              Canned replies
            </Button>
          )}
          <Button
            loading={reply.isPending}
            disabled={draft.text.trim() === '' || tooLong !== undefined}
            onClick={reply.send}
          >
            Send
          </Button>
        </div>
      </div>
      <ConflictDialog reply={reply} onDiscard={draft.clear} />
      <CannedDialog
        opened={canned}
        onClose={closeCanned}
        conversationId={thread.id}
        onChoose={(text) => write(draft.text === '' ? text : `${draft.text} ${text}`)}
      />
    </div>
  );
}

/** The focus goes back to the conversation's row, from where the keys work again. */
function leave(field: HTMLElement): void {
  field.blur();
  document.querySelector<HTMLElement>('[aria-current="true"]')?.focus();
}

function Length({ text }: { text: string }) {
  const parts = useParts(text).data;
  return (
    <p className="numeric text-xs text-soft">
      {text !== '' && parts !== undefined
        ? `${formatCountOf(parts.characters, 'character')} · ${formatCountOf(parts.parts, 'part')}`
        : ''}
    </p>
  );
}
