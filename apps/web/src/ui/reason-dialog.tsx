'use client';

import type { ReasonProps } from './reason-window.tsx';
import { lazyDialog } from './lazy-dialog.tsx';

/** Asks why before something that others will want to understand later; closes when it worked. */
export const ReasonDialog = lazyDialog<ReasonProps>(() =>
  import('./reason-window.tsx').then((module) => module.ReasonWindow),
);
