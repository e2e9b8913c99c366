'use client';

import type { Conversation } from '@sms-crm/contracts/conversations';
import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useLiveResource } from '../live/use-live-resource.ts';
import { useListSearch } from '../table/use-list-search.ts';
import { inboxFilters, inboxPage } from './resources.ts';
import { rowId } from './thread-row.tsx';

/** The list as its filters are, live on its first page, and the way from one conversation to the next. */
export function useInbox(selected: string | null) {
  const router = useRouter();
  const query = useSearchParams().toString();
  const { filters, cursor, change } = useListSearch(inboxFilters);
  const list = useLiveResource(inboxPage({ ...filters, cursor }), () => cursor === '');
  const items = list.data?.items ?? [];
  const place = usePlace(items, selected);
  const hrefOf = (id: string) => `/inbox/${id}${query === '' ? '' : `?${query}`}`;

  /** Opens the next conversation of the list, or the one before; where the open one left the list, what took its place. */
  function step(by: 1 | -1): void {
    const next = items[Math.min(Math.max(place(by), 0), items.length - 1)];
    if (next === undefined || next.id === selected) return;
    document.getElementById(rowId(next.id))?.focus();
    if (selected === null) router.push(hrefOf(next.id));
    else router.replace(hrefOf(next.id));
  }

  return { list, filters, change, step, hrefOf };
}

export type InboxState = ReturnType<typeof useInbox>;

/** Where a step from the open conversation leads; when it has left the list, it is taken to stand before what took its place. */
function usePlace(items: readonly Conversation[], selected: string | null) {
  const last = useRef(0);
  const at = items.findIndex(({ id }) => id === selected);
  useEffect(() => {
    if (at !== -1) last.current = at;
  }, [at]);
  return (by: 1 | -1): number => {
    if (selected === null) return 0;
    if (at !== -1) return at + by;
    return by === 1 ? last.current : last.current - 1;
  };
}
