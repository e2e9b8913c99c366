'use client';

import { api, noAnswer } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { conversationsKey } from './resources.ts';

type Move = 'read' | 'unread' | 'close' | 'reopen' | 'assign';

/** Does something with a conversation; `done` says so where the page alone does not show it. */
export function useMove(id: string) {
  return useAction({
    run: ({ move, body = {} }: { move: Move; body?: unknown; done?: string }) =>
      api(`/v1/conversations/${id}/${move}`, noAnswer, { method: 'POST', body }),
    refresh: [conversationsKey],
    done: (_result, { done }) => done ?? '',
  });
}
