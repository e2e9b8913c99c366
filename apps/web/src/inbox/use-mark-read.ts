'use client';

import type { ConversationDetail } from '@sms-crm/contracts/conversations';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useMove } from './use-move.ts';

/**
 * Notes that a conversation was read when it is opened, and again with each text that comes in while it is looked at; not when somebody
 * marks it as unread while it is open.
 */
export function useMarkRead(thread: ConversationDetail | undefined, mayReply: boolean): void {
  const move = useMove(thread?.id ?? '');
  const newest = thread?.messages.findLast(({ direction }) => direction === 'inbound')?.id ?? '';
  const place = `${thread?.id ?? ''} ${newest}`;
  const seen = useRef('');
  const look = useEffectEvent((at: string) => {
    if (thread === undefined || !mayReply || document.visibilityState !== 'visible') return;
    if (seen.current === at) return;
    seen.current = at;
    if (thread.unread > 0) move.mutate({ move: 'read' });
  });
  useEffect(() => {
    const lookHere = () => look(place);
    lookHere();
    document.addEventListener('visibilitychange', lookHere);
    return () => document.removeEventListener('visibilitychange', lookHere);
  }, [place]);
}
