'use client';

import type { OptOutReview, ReviewDecision } from '@sms-crm/contracts/opt-outs';
import { optOutReview } from '@sms-crm/contracts/opt-outs';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { formatPhone } from '../format/phones.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { reviewsKey } from './resources.ts';

const doneWords: Record<ReviewDecision, string> = {
  'opt-out': 'gets no more texts.',
  'not-opt-out': 'gets marketing again.',
};

/** The two answers; nothing for a reply that was decided. */
export function Decision({ review }: { review: OptOutReview }) {
  const refusal = useRefusal('opt-outs:decide');
  const who = review.contactName || formatPhone(review.phone);
  const decide = useAction({
    run: (decision: ReviewDecision) =>
      api(`/v1/opt-out-reviews/${review.id}/decide`, optOutReview, {
        method: 'POST',
        body: { decision, seen: review.messageId },
      }),
    refresh: [reviewsKey, ['v1', 'contacts'], ['v1', 'do-not-contact']],
    done: (_, decision) => `${who} ${doneWords[decision]}`,
  });
  if (review.decision !== null) return null;
  const button = (decision: ReviewDecision, label: string) => (
    <ActionButton
      size="xs"
      variant="default"
      refusal={refusal}
      aria-label={`${label}: ${who}`}
      loading={decide.isPending && decide.variables === decision}
      disabled={decide.isPending}
      onClick={() => decide.mutate(decision)}
    >
      {label}
    </ActionButton>
  );
  return (
    <div className="flex justify-end gap-2 max-sm:flex-col">
      {button('opt-out', 'Opt-out')}
      {button('not-opt-out', 'No opt-out')}
    </div>
  );
}
