import { pass, type Gate, type GateAnswer, type GateFacts } from './gate.ts';

const answers: Record<NonNullable<GateFacts['consent']>, GateAnswer> = {
  granted: pass,
  unknown: { type: 'skip', reason: 'consent_unknown' },
  revoked: { type: 'skip', reason: 'consent_revoked' },
};

/** Marketing goes only to people of whom evidence says that they agreed (TCPA; 47 CFR 64.1200). */
export const consentGate: Gate = {
  name: 'consent',
  version: 1,
  decide: ({ consent }) => answers[consent ?? 'unknown'],
};
