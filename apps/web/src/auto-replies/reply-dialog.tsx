'use client';

import { lazyDialog } from '../ui/lazy-dialog.tsx';
import type { ReplyWindowProps } from './reply-window.tsx';

export const ReplyDialog = lazyDialog<ReplyWindowProps>(() =>
  import('./reply-window.tsx').then((module) => module.ReplyWindow),
);
