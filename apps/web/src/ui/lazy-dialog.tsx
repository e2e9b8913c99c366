'use client';

import { lazy, Suspense, useEffect, useState } from 'react';
import type { ComponentType } from 'react';

/**
 * A dialog whose code is fetched when it is first opened. It is mounted closed and opened a moment later,
 * since a dialog notes where the focus was when it turns from closed to open.
 */
export function lazyDialog<Props extends { opened: boolean }>(load: () => Promise<ComponentType<Props>>) {
  const Loaded = lazy(async () => ({ default: openedAfterMount(await load()) }));
  return function LazyDialog(props: Props) {
    const [wanted, setWanted] = useState(props.opened);
    if (props.opened && !wanted) setWanted(true);
    if (!wanted) return null;
    return (
      <Suspense fallback={null}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}

function openedAfterMount<Props extends { opened: boolean }>(
  Dialog: ComponentType<Props>,
): ComponentType<Props> {
  return function OpenedAfterMount(props: Props) {
    const [mounted, setMounted] = useState(false);
    useEffect(() => {
      const frame = requestAnimationFrame(() => setMounted(true));
      return () => cancelAnimationFrame(frame);
    }, []);
    return <Dialog {...props} opened={props.opened && mounted} />;
  };
}
