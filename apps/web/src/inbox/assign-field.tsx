'use client';

import { NativeSelect } from '@mantine/core';
import type { Conversation } from '@sms-crm/contracts/conversations';
import { useResource } from '../api/use-resource.ts';
import { useMay } from '../session/session-context.tsx';
import { memberName } from './names.ts';
import { assignable } from './resources.ts';
import { useMove } from './use-move.ts';

/** Who has the conversation; members who may answer can give it to each other. */
export function AssignField({ thread: { id, assignee } }: { thread: Conversation }) {
  const mayReply = useMay('inbox:reply');
  const members = useResource(assignable).data?.items ?? [];
  const move = useMove(id);
  if (!mayReply) return assignee && <p className="text-sm text-soft">{memberName(assignee.label)}</p>;
  const known = members.some((member) => member.id === assignee?.id);
  const options = assignee === null || known ? members : [assignee, ...members];
  return (
    <NativeSelect
      aria-label="Assigned to"
      size="sm"
      data={[
        { value: '', label: 'Nobody' },
        ...options.map((member) => ({ value: member.id, label: memberName(member.label) })),
      ]}
      value={assignee?.id ?? ''}
      onChange={(event) =>
        move.mutate({ move: 'assign', body: { memberId: event.currentTarget.value || null } })
      }
    />
  );
}
