'use client';

import type { ConversationDetail } from '@sms-crm/contracts/conversations';
import { useSession } from '../session/session-context.tsx';
import { useKeys } from './use-keys.ts';
import { useMove } from './use-move.ts';

/** The id of the field an answer is written in, which the key `r` leads to. */
export const answerId = 'inbox-answer';

/** The keys that do something with the open conversation. */
export function useThreadKeys(thread: ConversationDetail | undefined, mayReply: boolean): void {
  const { actor } = useSession();
  const move = useMove(thread?.id ?? '');
  const act = (does: (thread: ConversationDetail) => void) => () => {
    if (thread !== undefined && mayReply) does(thread);
  };
  useKeys({
    r: act(() => document.getElementById(answerId)?.focus()),
    e: act(({ state, lastInboundId }) =>
      move.mutate(
        state === 'closed'
          ? { move: 'reopen', done: 'Opened again.' }
          : { move: 'close', body: { seen: lastInboundId }, done: 'Closed.' },
      ),
    ),
    a: act(() => move.mutate({ move: 'assign', body: { memberId: actor.id }, done: 'Assigned to you.' })),
    u: act(() => move.mutate({ move: 'unread', done: 'Marked as unread.' })),
  });
}
