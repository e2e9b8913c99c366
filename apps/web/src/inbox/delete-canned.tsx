'use client';

import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { api, noAnswer } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { conversationsKey } from './resources.ts';

export function DeleteCanned({ id, name }: { id: string; name: string }) {
  const remove = useAction({
    run: () => api(`/v1/templates/${id}`, noAnswer, { method: 'DELETE' }),
    refresh: [conversationsKey],
    done: `“${name}” was deleted.`,
  });
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      mt={8}
      aria-label={`Delete ${name}`}
      loading={remove.isPending}
      onClick={() => remove.mutate()}
    >
      <IconTrash size={16} aria-hidden />
    </ActionIcon>
  );
}
