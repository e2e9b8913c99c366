'use client';

import { ActionIcon } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMenu2 } from '@tabler/icons-react';
import { lazyDialog } from '../ui/lazy-dialog.tsx';
import type { NavDrawerProps } from './nav-drawer.tsx';

const Navigation = lazyDialog<NavDrawerProps>(() =>
  import('./nav-drawer.tsx').then((module) => module.NavDrawer),
);

/** The navigation on narrow screens. */
export function MobileNav() {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <div className="md:hidden">
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Open navigation" onClick={open}>
        <IconMenu2 size={20} aria-hidden />
      </ActionIcon>
      <Navigation opened={opened} onClose={close} />
    </div>
  );
}
