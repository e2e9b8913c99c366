'use client';

import type { DialogProps } from './dialog-window.tsx';
import { lazyDialog } from './lazy-dialog.tsx';

/** A modal dialog: Esc and a click outside close it, focus goes back to where it came from. */
export const Dialog = lazyDialog<DialogProps>(() =>
  import('./dialog-window.tsx').then((module) => module.DialogWindow),
);
