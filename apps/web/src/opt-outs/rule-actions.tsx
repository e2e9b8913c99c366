'use client';

import { useDisclosure } from '@mantine/hooks';
import type { OptOutRule } from '@sms-crm/contracts/opt-outs';
import { optOutRule } from '@sms-crm/contracts/opt-outs';
import { IconPlus } from '@tabler/icons-react';
import { api, noAnswer } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { rulesKey } from './resources.ts';

export function AddRule() {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionButton
        leftSection={<IconPlus size={16} aria-hidden />}
        refusal={useRefusal('opt-outs:write')}
        onClick={open}
      >
        Add rule
      </ActionButton>
      <RuleDialog opened={opened} onClose={close} />
    </>
  );
}

/** Change it, let it rest for a while, delete it. */
export function RuleActions({ rule }: { rule: OptOutRule }) {
  const [editing, edit] = useDisclosure(false);
  const [asking, ask] = useDisclosure(false);
  const refusal = useRefusal('opt-outs:write');
  const path = `/v1/opt-out-rules/${rule.id}`;
  const toggle = useAction({
    run: () => api(path, optOutRule, { method: 'PATCH', body: { enabled: !rule.enabled } }),
    refresh: [rulesKey],
    done: ({ enabled, name }) => (enabled ? `“${name}” holds again.` : `“${name}” rests.`),
  });
  const remove = useAction({
    run: () => api(path, noAnswer, { method: 'DELETE' }),
    refresh: [rulesKey],
    done: `Deleted “${rule.name}”.`,
    onDone: ask.close,
  });
  const look = { size: 'xs', variant: 'default', refusal } as const;
  const verb = rule.enabled ? 'Pause' : 'Switch on';
  return (
    <div className="flex justify-end gap-2 max-sm:flex-col">
      <ActionButton {...look} aria-label={`Change ${rule.name}`} onClick={edit.open}>
        Change
      </ActionButton>
      <ActionButton
        {...look}
        aria-label={`${verb} ${rule.name}`}
        loading={toggle.isPending}
        onClick={() => toggle.mutate()}
      >
        {verb}
      </ActionButton>
      <ActionButton {...look} aria-label={`Delete ${rule.name}`} onClick={ask.open}>
        Delete
      </ActionButton>
      <RuleDialog key={rule.updatedAt} opened={editing} onClose={edit.close} rule={rule} />
      <ConfirmDialog
        opened={asking}
        onClose={ask.close}
        title={`Delete “${rule.name}”?`}
        confirmLabel="Delete rule"
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        <p>Replies with its words pass from now on. Opt-outs it found stay, and so do replies that wait.</p>
      </ConfirmDialog>
    </div>
  );
}
