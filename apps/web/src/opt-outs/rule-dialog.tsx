'use client';

import { lazyDialog } from '../ui/lazy-dialog.tsx';
import type { RuleWindowProps } from './rule-window.tsx';

export const RuleDialog = lazyDialog<RuleWindowProps>(() =>
  import('./rule-window.tsx').then((module) => module.RuleWindow),
);
