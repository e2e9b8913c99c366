'use client';

import { useSession } from '../session/session-context.tsx';
import { KillSwitchControl } from '../kill-switch/kill-switch-control.tsx';
import { MobileNav } from './mobile-nav.tsx';
import { SchemeToggle } from './scheme-toggle.tsx';
import { UserMenu } from './user-menu.tsx';

export function TopBar() {
  const { killSwitches, permissions } = useSession();
  const stopped = killSwitches.some((item) => item.scope === 'tenant');
  return (
    <header className="sticky top-0 z-10 flex h-14 items-center gap-2 border-b border-line bg-surface px-5 max-sm:px-3">
      <MobileNav />
      <div className="ml-auto flex items-center gap-1.5">
        {permissions.includes('kill-switch:use') && !stopped && (
          <KillSwitchControl target={{ scope: 'tenant' }} on={false} size="xs" />
        )}
        <SchemeToggle />
        <UserMenu />
      </div>
    </header>
  );
}
