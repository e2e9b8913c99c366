'use client';

import { useDisclosure } from '@mantine/hooks';
import { api, noAnswer } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import type { Rule, RuleKind } from './rule-kind.ts';

/** Change it, let it rest for a while, delete it. */
export function RuleActions<Item extends Rule>({ kind, rule }: { kind: RuleKind<Item>; rule: Item }) {
  const [editing, edit] = useDisclosure(false);
  const [asking, ask] = useDisclosure(false);
  const refusal = useRefusal(kind.permission);
  const path = `${kind.path}/${rule.id}`;
  const toggle = useAction({
    run: () => api(path, kind.answer, { method: 'PATCH', body: { enabled: !rule.enabled } }),
    refresh: [kind.key],
    done: ({ enabled, name }) => (enabled ? `“${name}” ${kind.again}.` : `“${name}” rests.`),
  });
  const remove = useAction({
    run: () => api(path, noAnswer, { method: 'DELETE' }),
    refresh: [kind.key],
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
      <kind.dialog key={rule.updatedAt} opened={editing} onClose={edit.close} rule={rule} />
      <ConfirmDialog
        opened={asking}
        onClose={ask.close}
        title={`Delete “${rule.name}”?`}
        confirmLabel={`Delete ${kind.noun}`}
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        <p>{kind.deletion}</p>
      </ConfirmDialog>
    </div>
  );
}
