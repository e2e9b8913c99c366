'use client';

import { lazyDialog } from '../ui/lazy-dialog.tsx';
import type { SegmentWindowProps } from './segment-window.tsx';

export const SegmentDialog = lazyDialog<SegmentWindowProps>(() =>
  import('./segment-window.tsx').then((module) => module.SegmentWindow),
);
