'use client';

import type { OptOutReview } from '@sms-crm/contracts/opt-outs';
import { Ago, Moment } from '../ui/moment.tsx';
import { decisionWords } from './review-words.ts';

/** What was decided by whom, or when it becomes an opt-out by itself. */
export function ReviewDue({ review }: { review: OptOutReview }) {
  const { decision, decidedAt, decidedBy, dueAt } = review;
  if (decision === null || decidedAt === null) {
    return (
      <p className="text-sm max-sm:text-xs">
        An opt-out from <Moment at={dueAt} />
      </p>
    );
  }
  return (
    <p className="text-sm max-sm:text-xs">
      {decisionWords[decision]}, by {decidedBy}, <Ago at={decidedAt} />
    </p>
  );
}
