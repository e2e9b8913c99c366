'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useState } from 'react';
import type { ReactNode } from 'react';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { pageOfClick } from './page-of-click.ts';

/** What a page holds that is not saved yet. */
type Work = {
  isUnsaved: () => boolean;
  /** @returns whether nothing is left to lose */
  save: () => Promise<boolean>;
  drop: () => void;
};

/** Asks whoever leaves, by a link, by going back or from the site, before what is not saved is lost. */
export function LeaveGuard({ work, children }: { work: Work; children: ReactNode }) {
  const [leave, setLeave] = useState<() => void>();
  const stay = () => setLeave(undefined);
  useHeldBack(work, (go) => setLeave(() => go));
  return (
    <ConfirmDialog
      opened={leave !== undefined}
      onClose={stay}
      title="Leave without saving?"
      confirmLabel="Leave without saving"
      dismissLabel="Stay here"
      danger
      onConfirm={() => {
        work.drop();
        stay();
        leave?.();
      }}
    >
      {children}
    </ConfirmDialog>
  );
}

/** Saves first, and holds back who leaves where that fails; in words of its own the browser holds back who leaves the site. */
function useHeldBack(work: Work, ask: (go: () => void) => void): void {
  const router = useRouter();
  const holdBack = useEffectEvent((event: Event, go: () => void) => {
    if (!work.isUnsaved()) return;
    event.preventDefault();
    void work.save().then((saved) => (saved ? go() : ask(go)));
  });
  const warn = useEffectEvent((event: BeforeUnloadEvent) => {
    if (work.isUnsaved()) event.preventDefault();
  });
  useEffect(() => {
    const beforeUnload = (event: BeforeUnloadEvent) => warn(event);
    const click = (event: MouseEvent) => {
      const page = pageOfClick(event);
      if (page !== undefined) holdBack(event, () => router.push(page));
    };
    const move = (event: NavigateEvent) => {
      const { key } = event.destination;
      if (event.navigationType === 'traverse' && event.cancelable)
        holdBack(event, () => void window.navigation.traverseTo(key));
    };
    // Before the links of the page, which leave a click alone that is held back.
    window.addEventListener('click', click, true);
    window.addEventListener('beforeunload', beforeUnload);
    // Not in all browsers: there, going back is not held back.
    if ('navigation' in window) window.navigation.addEventListener('navigate', move);
    return () => {
      window.removeEventListener('click', click, true);
      window.removeEventListener('beforeunload', beforeUnload);
      if ('navigation' in window) window.navigation.removeEventListener('navigate', move);
    };
  }, [router]);
}
