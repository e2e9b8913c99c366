'use client';

import { Button } from '@mantine/core';
import { useState } from 'react';
import { useResource } from '../api/use-resource.ts';
import { useMay } from '../session/session-context.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { CannedForm } from './canned-form.tsx';
import { DeleteCanned } from './delete-canned.tsx';
import { cannedReplies } from './resources.ts';

type Props = {
  opened: boolean;
  onClose: () => void;
  conversationId: string;
  onChoose: (text: string) => void;
};

/** The canned replies as they would be sent here, and the way to add and delete them. */
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
  const [adding, setAdding] = useState(false);
  if (error && !data) return <ErrorBox error={error} onRetry={() => void refetch()} />;
  if (adding) return <CannedForm onDone={() => setAdding(false)} />;
  return (
    <div className="flex flex-col gap-3">
      {data?.items.length === 0 && (
        <p className="text-sm text-soft">
          There are none yet.{' '}
          {mayChange ? 'Add what you write often.' : 'Ask an admin to add what you write often.'}
        </p>
      )}
      <ul className="flex flex-col gap-1.5">
        {data?.items.map(({ id, name, text }) => (
          <li key={id} className="flex items-start gap-2">
            <button
              type="button"
              onClick={() => {
                onChoose(text);
                onClose();
              }}
              className="min-w-0 flex-1 cursor-pointer rounded-md border border-line bg-surface px-3 py-2 text-left text-sm text-ink hover:bg-sunken"
            >
              <span className="block font-medium">{name}</span>
              <span className="block [overflow-wrap:anywhere] text-soft">{text}</span>
            </button>
            {mayChange && <DeleteCanned id={id} name={name} />}
          </li>
        ))}
      </ul>
      {mayChange && (
        <Button variant="default" className="self-start" onClick={() => setAdding(true)}>
          Add a canned reply
        </Button>
      )}
    </div>
  );
}
