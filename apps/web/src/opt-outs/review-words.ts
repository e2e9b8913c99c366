import type { ReviewDecision, RuleVerdict } from '@sms-crm/contracts/opt-outs';

export const decisionWords: Record<ReviewDecision, string> = {
  'opt-out': 'Opt-out',
  'not-opt-out': 'No opt-out',
};

/** What a rule makes of a text. */
export const verdictWords: Record<RuleVerdict, string> = {
  'opt-out': 'Is an opt-out',
  doubtful: 'Waits for a decision',
};
