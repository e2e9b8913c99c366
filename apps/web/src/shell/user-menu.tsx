'use client';

import { Avatar, Menu, UnstyledButton } from '@mantine/core';
import { IconLogout, IconSettings } from '@tabler/icons-react';
import Link from 'next/link';
import { z } from 'zod';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useSession } from '../session/session-context.tsx';

const anyAnswer = z.unknown();

/** Who is signed in, and the way out. */
export function UserMenu() {
  const { actor, role, tenant } = useSession();
  const signOut = useAction({
    run: () => api('/auth/sign-out', anyAnswer, { method: 'POST', body: {} }),
    onDone: () => window.location.assign('/sign-in'),
  });
  return (
    <Menu width={240}>
      <Menu.Target>
        <UnstyledButton
          aria-label={`${initials(actor.name)}, menu of ${actor.name}`}
          className="rounded-full"
        >
          <Avatar size={32} radius="xl" color="teal" variant="light" aria-hidden>
            {initials(actor.name)}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="px-3 py-2 text-sm">
          <p className="truncate font-semibold">{actor.name}</p>
          {actor.email && <p className="truncate text-soft">{actor.email}</p>}
          <p className="mt-1 truncate text-xs text-soft">
            {role.name} at {tenant.name}
          </p>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} href="/settings" leftSection={<IconSettings size={16} aria-hidden />}>
          Settings
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => word?.charAt(0).toUpperCase() ?? '')
    .join('');
}
