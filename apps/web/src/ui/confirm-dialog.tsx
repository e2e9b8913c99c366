'use client';

import type { ConfirmProps } from './confirm-window.tsx';
import { lazyDialog } from './lazy-dialog.tsx';

/** Asks before something that cannot be taken back. */
export const ConfirmDialog = lazyDialog<ConfirmProps>(() =>
  import('./confirm-window.tsx').then((module) => module.ConfirmWindow),
);
