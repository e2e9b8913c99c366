'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { KillSwitchBanner } from '../kill-switch/kill-switch-banner.tsx';
import { useSession } from '../session/session-context.tsx';
import { Brand } from './brand.tsx';
import { NavList } from './nav-list.tsx';
import { SimulatorBanner } from './simulator-banner.tsx';
import { TopBar } from './top-bar.tsx';

/** The frame of every signed-in page: navigation, banners, top bar, content. */
export function Shell(props: { children: ReactNode }) {
  const { simulator, tenant } = useSession();
  const recipientTime = simulator?.recipientTime;
  const clock = recipientTime ? { recipientTime, timeZone: tenant.timeZone } : undefined;
  return (
    <>
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-surface px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <div className="grid min-h-dvh grid-cols-1 md:grid-cols-[232px_minmax(0,1fr)]">
        <nav
          aria-label="Main"
          className="sticky top-0 flex h-dvh flex-col gap-5 border-r border-line bg-surface px-3 py-4 max-md:hidden"
        >
          <Link href="/" aria-label="sms-crm, dashboard" className="px-2 no-underline">
            <Brand />
          </Link>
          <div className="min-h-0 flex-1 overflow-y-auto">
            <NavList />
          </div>
          <p className="truncate px-2.5 text-xs text-soft" title={tenant.name}>
            {tenant.name}
          </p>
        </nav>
        <div className="flex min-w-0 flex-col">
          <TopBar />
          {simulator && <SimulatorBanner url={simulator.url} clock={clock} />}
          <KillSwitchBanner />
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto w-full max-w-[1160px] flex-1 px-8 py-7 outline-none max-sm:px-4 max-sm:py-5"
          >
            {props.children}
          </main>
        </div>
      </div>
    </>
  );
}
