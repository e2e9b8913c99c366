'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useState } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { pageOfClick } from './page-of-click.ts';
import { unsavedWords } from './unsaved-words.ts';
import type { Draft } from './use-draft.ts';

/** Asks whoever leaves by a link or by going back before what cannot be saved is lost. */
export function LeaveGuard({ draft }: { draft: Draft }) {
  const [leave, setLeave] = useState<() => void>();
  const stay = () => setLeave(undefined);
  useHeldBack(draft, (go) => setLeave(() => go));
  return (
    <ConfirmDialog
      opened={leave !== undefined}
      onClose={stay}
      title="Leave without saving?"
      confirmLabel="Leave without saving"
      dismissLabel="Stay here"
      danger
      onConfirm={() => {
        draft.drop();
        stay();
        leave?.();
      }}
    >
      <p>What you changed here could not be saved, and is lost if you leave. {unsavedWords(draft.error)}</p>
    </ConfirmDialog>
  );
}

/** Saves first, and holds back who leaves where that fails. Leaving the site is held back by the browser. */
function useHeldBack(draft: Draft, ask: (go: () => void) => void): void {
  const router = useRouter();
  const holdBack = useEffectEvent((event: Event, go: () => void) => {
    if (!draft.isUnsaved()) return;
    event.preventDefault();
    void draft.save().then((saved) => (saved ? go() : ask(go)));
  });
  useEffect(() => {
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
    // Not in all browsers: there, going back is not held back.
    if ('navigation' in window) window.navigation.addEventListener('navigate', move);
    return () => {
      window.removeEventListener('click', click, true);
      if ('navigation' in window) window.navigation.removeEventListener('navigate', move);
    };
  }, [router]);
}
