import { optOutRules, reviewPage, ruleTrial, waitingReviews } from '@sms-crm/contracts/opt-outs';
import { parseAsString } from 'nuqs/server';
import { api } from '../api/api.ts';
import { resource } from '../api/resource.ts';

export const reviewsKey = ['v1', 'opt-out-reviews'];
export const rulesKey = ['v1', 'opt-out-rules'];

/** `yes` for replies that were decided. */
export const reviewFilters = { decided: parseAsString.withDefault('no') };

export const reviewList = (place: { decided: string; cursor: string }) =>
  resource('/v1/opt-out-reviews', reviewPage, place);

export const waiting = {
  ...resource('/v1/opt-out-reviews/waiting', waitingReviews),
  events: '/v1/opt-out-reviews/events',
  event: 'waiting',
};

export const ruleList = resource('/v1/opt-out-rules', optOutRules);

/** How phrases would have done on the newest replies. */
export function tryPhrases(phrases: string[], signal: AbortSignal) {
  return api('/v1/opt-out-rules/try', ruleTrial, { method: 'POST', body: { phrases }, signal });
}
