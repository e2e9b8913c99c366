'use client';

import { Avatar, Button, UnstyledButton } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useId } from 'react';
import { z } from 'zod';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useSession } from '../session/session-context.tsx';

const anyAnswer = z.unknown();

/** Who is signed in, and the way out; the browser's own popover closes on Esc and on a click elsewhere. */
export function UserMenu() {
  const { actor, role, tenant } = useSession();
  const panel = useId();
  const signOut = useAction({
    run: () => api('/auth/sign-out', anyAnswer, { method: 'POST', body: {} }),
    onDone: () => window.location.assign('/sign-in'),
  });
  return (
    <>
      <UnstyledButton
        popoverTarget={panel}
        aria-label={`${initials(actor.name)}, menu of ${actor.name}`}
        className="rounded-full"
      >
        <Avatar size={32} radius="xl" color="teal" variant="light" aria-hidden>
          {initials(actor.name)}
        </Avatar>
      </UnstyledButton>
      <div
        id={panel}
        popover="auto"
        className="fixed inset-auto top-[52px] right-5 w-64 rounded-lg border border-line bg-surface p-4 text-sm text-ink shadow-lg max-sm:right-3"
      >
        <p className="truncate font-semibold">{actor.name}</p>
        {actor.email && <p className="truncate text-soft">{actor.email}</p>}
        <p className="mt-1 text-xs text-soft">
          {role.name} at {tenant.name}
        </p>
        <Button
          fullWidth
          variant="default"
          mt="md"
          leftSection={<IconLogout size={16} aria-hidden />}
          loading={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          Sign out
        </Button>
      </div>
    </>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => word?.charAt(0).toUpperCase() ?? '')
    .join('');
}
