'use client';

import type { ConversationDetail } from '@sms-crm/contracts/conversations';
import { threadPage } from '@sms-crm/contracts/conversations';
import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { conversationsKey } from './resources.ts';

/**
 * Texts before those that came with the conversation, the oldest first; asked for page by page. They are folded again when a new text moves
 * where they end.
 */
export function useEarlier({ id, earlier }: ConversationDetail) {
  const query = useInfiniteQuery({
    queryKey: [...conversationsKey, id, 'earlier', earlier],
    queryFn: ({ pageParam, signal }) =>
      api(`/v1/conversations/${id}/messages`, threadPage, { query: { cursor: pageParam }, signal }),
    initialPageParam: earlier ?? '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: false,
    staleTime: Infinity,
  });
  const items = (query.data?.pages ?? []).flatMap((page) => page.items).toReversed();
  return {
    items,
    more: query.data === undefined ? earlier !== null : query.hasNextPage,
    isFetching: query.isFetching,
    load: () => void (query.data === undefined ? query.refetch() : query.fetchNextPage()),
  };
}
