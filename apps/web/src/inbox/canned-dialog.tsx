'use client';

import { Button } from '@mantine/core';
import type { FilledReply } from '@sms-crm/contracts/conversations';
import { useState } from 'react';
import { useResource } from '../api/use-resource.ts';
import { useMay } from '../session/session-context.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { CannedForm } from './canned-form.tsx';
import { CannedRow } from './canned-row.tsx';
import { cannedReplies } from './resources.ts';

type Props = {
  opened: boolean;
  onClose: () => void;
  conversationId: string;
  onChoose: (text: string) => void;
};

/** The canned replies as they would be sent here, and the way to add, change and delete them. */
export function CannedDialog(props: Props) {
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title="Canned replies" size={560}>
      <CannedList {...props} />
    </Dialog>
  );
}

function CannedList({ conversationId, onChoose, onClose }: Props) {
  const { data, error, refetch } = useResource(cannedReplies(conversationId));
  const mayChange = useMay('templates:write');
  const [editing, setEditing] = useState<FilledReply | 'new'>();
  if (error && !data) return <ErrorBox error={error} onRetry={() => void refetch()} />;
  if (editing !== undefined) {
    return <CannedForm reply={editing === 'new' ? null : editing} onDone={() => setEditing(undefined)} />;
  }
  return (
    <div className="flex flex-col gap-3">
      {data?.items.length === 0 && (
        <p className="text-sm text-soft">
          There are none yet.{' '}
          {mayChange ? 'Add what you write often.' : 'Ask an admin to add what you write often.'}
        </p>
      )}
      <ul className="flex flex-col gap-1.5">
        {data?.items.map((reply) => (
          <CannedRow
            key={reply.id}
            reply={reply}
            mayChange={mayChange}
            onChoose={() => {
              onChoose(reply.text);
              onClose();
            }}
            onChange={() => setEditing(reply)}
          />
        ))}
      </ul>
      {mayChange && (
        <Button variant="default" className="self-start" onClick={() => setEditing('new')}>
          Add a canned reply
        </Button>
      )}
    </div>
  );
}
