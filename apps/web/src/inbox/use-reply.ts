'use client';

import type { ConversationDetail, SendReply } from '@sms-crm/contracts/conversations';
import { sentReply } from '@sms-crm/contracts/conversations';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { asApiError } from '../api/api-error.ts';
import { conversationsKey } from './resources.ts';

/**
 * Sends an answer with what its writer had seen as they began it: an answer of somebody else since then, or at this moment, is a conflict
 * to decide on and no error.
 */
export function useReply(thread: ConversationDetail, draft: { text: string; onSent: () => void }) {
  const queries = useQueryClient();
  const current = thread.lastReply?.id ?? null;
  const [seen, setSeen] = useState(current);
  const mutation = useMutation({
    mutationFn: (body: SendReply) =>
      api(`/v1/conversations/${thread.id}/messages`, sentReply, { method: 'POST', body }),
    onSuccess: ({ messageId }) => {
      setSeen(messageId);
      draft.onSent();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: conversationsKey }),
  });
  const error = mutation.error === null ? null : asApiError(mutation.error);
  const send = (anyway: boolean) => {
    if (mutation.isPending || draft.text.trim() === '') return;
    mutation.mutate({ body: draft.text, seen, seenInbound: thread.lastInboundId, anyway });
  };
  /** The writer has seen all that is there. */
  const lookAgain = () => setSeen(current);
  return {
    isPending: mutation.isPending,
    conflict: error?.code === 'conflict' ? error.message : null,
    refusal: error === null || error.code === 'conflict' ? null : error.message,
    send: () => send(false),
    sendAnyway: () => send(true),
    /** To be called as an answer is begun. */
    begin: lookAgain,
    /** Leaves the answer as it is. */
    dismiss: () => {
      lookAgain();
      mutation.reset();
    },
  };
}

export type Reply = ReturnType<typeof useReply>;
