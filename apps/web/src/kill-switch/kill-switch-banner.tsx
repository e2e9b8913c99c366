'use client';

import type { KillSwitch } from '@sms-crm/contracts/kill-switch';
import { IconHandStop } from '@tabler/icons-react';
import Link from 'next/link';
import { formatPhone } from '../format/phones.ts';
import { useSession } from '../session/session-context.tsx';
import { Ago } from '../ui/moment.tsx';
import { KillSwitchControl } from './kill-switch-control.tsx';

/** On every page while something is stopped: what, by whom, why. */
export function KillSwitchBanner() {
  const { killSwitches } = useSession();
  if (killSwitches.length === 0) return null;
  return (
    <section
      aria-label="Kill switch"
      className="border-b border-[#f1b5b5] bg-[#fdecec] text-[#7d1010] dark:border-[#5c2626] dark:bg-[#2b1414] dark:text-[#ffc9c9]"
    >
      <ul className="flex flex-col">
        {killSwitches.map((item) => (
          <Row key={`${item.scope}:${item.id}`} item={item} />
        ))}
      </ul>
    </section>
  );
}

function Row({ item }: { item: KillSwitch }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-2 text-sm max-sm:px-4">
      <IconHandStop size={18} aria-hidden className="shrink-0" />
      <p className="min-w-0 flex-1 basis-60">
        <strong className="font-semibold">
          <StoppedWords item={item} />
        </strong>{' '}
        “{item.reason}” – {item.by}, <Ago at={item.at} />
      </p>
      {item.scope === 'tenant' && <KillSwitchControl target={{ scope: 'tenant' }} on size="xs" />}
    </li>
  );
}

function StoppedWords({ item }: { item: KillSwitch }) {
  if (item.scope === 'platform') return 'All sending of this installation is stopped by its admins.';
  if (item.scope === 'tenant') return 'All sending is stopped.';
  if (item.scope === 'number') {
    return (
      <>
        Sending from{' '}
        <Link href={`/numbers/${item.id}`} className="text-inherit">
          {formatPhone(item.name)}
        </Link>{' '}
        is stopped.
      </>
    );
  }
  return (
    <>
      <Link href={`/campaigns/${item.id}`} className="text-inherit">
        {item.name}
      </Link>{' '}
      is stopped.
    </>
  );
}
