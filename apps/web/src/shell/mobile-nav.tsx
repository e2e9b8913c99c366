'use client';

import { Burger, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Brand } from './brand.tsx';
import { NavList } from './nav-list.tsx';

/** The navigation on narrow screens. */
export function MobileNav() {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <div className="md:hidden">
      <Burger size="sm" opened={opened} onClick={open} aria-label="Open navigation" aria-expanded={opened} />
      <Drawer.Root opened={opened} onClose={close} size={280}>
        <Drawer.Overlay backgroundOpacity={0.45} />
        <Drawer.Content aria-label="Navigation">
          <div className="flex items-center justify-between px-4 py-4">
            <Brand />
            <Drawer.CloseButton aria-label="Close navigation" />
          </div>
          <nav aria-label="Main" className="px-3 pb-6">
            <NavList onNavigate={close} />
          </nav>
        </Drawer.Content>
      </Drawer.Root>
    </div>
  );
}
