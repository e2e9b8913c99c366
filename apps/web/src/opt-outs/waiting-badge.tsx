'use client';

import { useResource } from '../api/use-resource.ts';
import { formatCount } from '../format/numbers.ts';
import { waiting } from './resources.ts';

/** Between two looks of the navigation, ms: a stream for it would take a connection on every page. */
const refreshMs = 30_000;

/** How many replies wait for a decision, behind the link to them. */
export function WaitingBadge() {
  const { data } = useResource(waiting, { refetchInterval: refreshMs });
  if (!data || data.waiting === 0) return null;
  return (
    <span className="numeric ml-auto rounded-full bg-accent-tint px-2 text-xs font-semibold text-ink">
      {formatCount(data.waiting)}
      <span className="sr-only"> waiting</span>
    </span>
  );
}
