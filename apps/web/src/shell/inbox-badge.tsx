'use client';

import { useResource } from '../api/use-resource.ts';
import { sizeWords } from '../inbox/list-tabs.tsx';
import { inboxCounts } from '../inbox/resources.ts';

/** The number is fetched again this often, ms; the inbox itself is live. */
const refreshMs = 20_000;

/** How many conversations hold something that nobody read. */
export function InboxBadge() {
  const unread = useResource(inboxCounts, { refetchInterval: refreshMs }).data?.counts.unread ?? 0;
  if (unread === 0) return null;
  return (
    <span className="numeric ml-auto rounded-full bg-[#087f5b] px-1.5 text-xs font-semibold text-white">
      {sizeWords(unread)}
      <span className="sr-only"> unread</span>
    </span>
  );
}
