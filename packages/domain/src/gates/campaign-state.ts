import { pass, type Gate, type GateAnswer, type GateFacts } from './gate.ts';

const paused: GateAnswer = { type: 'halt', reason: 'paused' };
const notStarted: GateAnswer = { type: 'halt', reason: 'scheduled' };
const over: GateAnswer = { type: 'skip', reason: 'canceled' };

const answers: Record<NonNullable<GateFacts['campaignStatus']>, GateAnswer> = {
  draft: notStarted,
  scheduled: notStarted,
  launching: notStarted,
  sending: pass,
  paused,
  completed: over,
  canceled: over,
};

/** A campaign's messages go out only while it is sending, and before the end it was given. */
export const campaignStateGate: Gate = {
  name: 'campaign-state',
  version: 2,
  decide: ({ campaignStatus, campaignEnded }) => {
    if (campaignStatus === null) return pass;
    const answer = answers[campaignStatus];
    return answer.type === 'pass' && campaignEnded ? { type: 'skip', reason: 'campaign_ended' } : answer;
  },
};
