import type { ClickVerdict } from '@sms-crm/contracts/clicks';

/** What a hit was, and what spoke for it; a person needs no reason. */
export type Judgement = { verdict: ClickVerdict; reason: string | null };

export const person: Judgement = { verdict: 'human', reason: null };
