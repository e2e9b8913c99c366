import { pass, type Gate } from './gate.ts';

/** Skips whom one of the tenant's suppression rules leaves out. */
export const suppressionGate: Gate = {
  name: 'suppression',
  version: 1,
  decide: ({ suppressed }) => (suppressed === null ? pass : { type: 'skip', reason: suppressed }),
};
