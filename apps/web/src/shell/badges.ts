'use client';

import dynamic from 'next/dynamic';

// No page waits for the numbers in its navigation, nor for the script that asks for them.
export const InboxBadge = dynamic(() => import('./inbox-badge.tsx').then((module) => module.InboxBadge), {
  ssr: false,
});
export const WaitingBadge = dynamic(
  () => import('../opt-outs/waiting-badge.tsx').then((module) => module.WaitingBadge),
  { ssr: false },
);
