'use client';

import { useDisclosure } from '@mantine/hooks';
import type { AutoReply } from '@sms-crm/contracts/auto-replies';
import { autoReply } from '@sms-crm/contracts/auto-replies';
import { IconPlus } from '@tabler/icons-react';
import { api, noAnswer } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { ReplyDialog } from './reply-dialog.tsx';
import { autoRepliesKey } from './resources.ts';

export function AddReply() {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionButton
        leftSection={<IconPlus size={16} aria-hidden />}
        refusal={useRefusal('settings:write')}
        onClick={open}
      >
        Add answer
      </ActionButton>
      <ReplyDialog opened={opened} onClose={close} />
    </>
  );
}

/** Change it, let it rest for a while, delete it. */
export function ReplyActions({ reply }: { reply: AutoReply }) {
  const [editing, edit] = useDisclosure(false);
  const [asking, ask] = useDisclosure(false);
  const refusal = useRefusal('settings:write');
  const path = `/v1/auto-replies/${reply.id}`;
  const toggle = useAction({
    run: () => api(path, autoReply, { method: 'PATCH', body: { enabled: !reply.enabled } }),
    refresh: [autoRepliesKey],
    done: ({ enabled, name }) => (enabled ? `“${name}” answers again.` : `“${name}” rests.`),
  });
  const remove = useAction({
    run: () => api(path, noAnswer, { method: 'DELETE' }),
    refresh: [autoRepliesKey],
    done: `Deleted “${reply.name}”.`,
    onDone: ask.close,
  });
  const look = { size: 'xs', variant: 'default', refusal } as const;
  const verb = reply.enabled ? 'Pause' : 'Switch on';
  return (
    <div className="flex justify-end gap-2 max-sm:flex-col">
      <ActionButton {...look} aria-label={`Change ${reply.name}`} onClick={edit.open}>
        Change
      </ActionButton>
      <ActionButton
        {...look}
        aria-label={`${verb} ${reply.name}`}
        loading={toggle.isPending}
        onClick={() => toggle.mutate()}
      >
        {verb}
      </ActionButton>
      <ActionButton {...look} aria-label={`Delete ${reply.name}`} onClick={ask.open}>
        Delete
      </ActionButton>
      <ReplyDialog key={reply.updatedAt} opened={editing} onClose={edit.close} reply={reply} />
      <ConfirmDialog
        opened={asking}
        onClose={ask.close}
        title={`Delete “${reply.name}”?`}
        confirmLabel="Delete answer"
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        <p>Texts with its words are not answered by themselves any more. Pause it to keep it for later.</p>
      </ConfirmDialog>
    </div>
  );
}
