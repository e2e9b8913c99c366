'use client';

import { useSessionStorage } from '@mantine/hooks';
import { useEffect, useEffectEvent, useState } from 'react';
import { api, noAnswer } from '../api/api.ts';
import { answerId } from './use-thread-keys.ts';

/** Time between two signs that somebody still writes, and after the last key until they count as gone, ms. */
const signMs = 8_000;
const idleMs = 30_000;

const againEvent = 'inbox:write-again';

/** Puts a text that failed into the field again, to be sent once more. */
export function writeAgain(body: string): void {
  window.dispatchEvent(new CustomEvent(againEvent, { detail: body }));
  document.getElementById(answerId)?.focus();
}

/** The answer somebody writes: kept in this tab while they look at others, and shown to other members as being written. */
export function useDraft(conversationId: string) {
  const [text, setText] = useSessionStorage({ key: `inbox-answer-${conversationId}`, defaultValue: '' });
  /** Keys pressed since the last pause; none while nobody writes. */
  const [keys, setKeys] = useState(0);
  const again = useEffectEvent((event: Event) => {
    if (event instanceof CustomEvent && typeof event.detail === 'string') setText(event.detail);
  });
  useEffect(() => {
    const listen = (event: Event) => again(event);
    window.addEventListener(againEvent, listen);
    return () => window.removeEventListener(againEvent, listen);
  }, []);
  useSigns(conversationId, keys > 0 && text.trim() !== '');
  useEffect(() => {
    if (keys === 0) return undefined;
    const timer = setTimeout(() => setKeys(0), idleMs);
    return () => clearTimeout(timer);
  }, [keys]);
  return {
    text,
    write: (next: string) => {
      setText(next);
      setKeys((before) => before + 1);
    },
    clear: () => {
      setText('');
      setKeys(0);
    },
  };
}

/** Signs of life for other members; one that gets lost costs nothing. */
function useSigns(conversationId: string, writing: boolean): void {
  useEffect(() => {
    if (!writing) return undefined;
    const sign = (still: boolean) =>
      void api(`/v1/conversations/${conversationId}/drafting`, noAnswer, {
        method: 'POST',
        body: { writing: still },
      }).catch(() => undefined);
    sign(true);
    const timer = setInterval(() => sign(true), signMs);
    return () => {
      clearInterval(timer);
      sign(false);
    };
  }, [conversationId, writing]);
}
