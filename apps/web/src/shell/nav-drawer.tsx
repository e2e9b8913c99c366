'use client';

import { Drawer } from '@mantine/core';
import { Brand } from './brand.tsx';
import { NavList } from './nav-list.tsx';

export type NavDrawerProps = { opened: boolean; onClose: () => void };

export function NavDrawer({ opened, onClose }: NavDrawerProps) {
  return (
    <Drawer.Root opened={opened} onClose={onClose} size={280}>
      <Drawer.Overlay backgroundOpacity={0.45} />
      <Drawer.Content aria-label="Navigation">
        <div className="flex items-center justify-between px-4 py-4">
          <Brand />
          <Drawer.CloseButton aria-label="Close navigation" />
        </div>
        <nav aria-label="Main" className="px-3 pb-6">
          <NavList onNavigate={onClose} />
        </nav>
      </Drawer.Content>
    </Drawer.Root>
  );
}
