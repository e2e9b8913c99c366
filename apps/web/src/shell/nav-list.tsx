'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useSession } from '../session/session-context.tsx';
import { activeHref, nav } from './nav.ts';

/** The links to the sections this person may see. */
export function NavList(props: { onNavigate?: () => void }) {
  const { permissions } = useSession();
  const active = activeHref(usePathname());
  return (
    <ul className="flex flex-col gap-0.5">
      {nav
        .filter((item) => !item.permission || permissions.includes(item.permission))
        .map(({ href, label, icon: Icon, nested, badge: Badge }) => (
          <li key={href} className={nested ? 'pl-4' : ''}>
            <Link
              href={href}
              aria-current={href === active ? 'page' : undefined}
              {...(props.onNavigate ? { onClick: props.onNavigate } : {})}
              className={`flex items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm no-underline transition-colors ${
                href === active
                  ? 'bg-accent-tint font-semibold text-ink'
                  : 'font-medium text-soft hover:bg-sunken hover:text-ink'
              }`}
            >
              <Icon size={17} stroke={1.7} aria-hidden className={href === active ? 'text-accent' : ''} />
              {label}
              {Badge && <Badge />}
            </Link>
          </li>
        ))}
    </ul>
  );
}
