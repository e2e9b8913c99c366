'use client';

import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';

/** Switches between light and dark; CSS decides which icon shows, so the server needs not know. */
export function SchemeToggle() {
  const { toggleColorScheme } = useMantineColorScheme();
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label="Switch between light and dark"
      onClick={() => toggleColorScheme()}
    >
      <IconMoon size={18} stroke={1.7} aria-hidden className="dark:hidden" />
      <IconSun size={18} stroke={1.7} aria-hidden className="hidden dark:block" />
    </ActionIcon>
  );
}
