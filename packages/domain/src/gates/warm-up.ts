import { countWithin, type CapacityGate } from './capacity-gate.ts';

/** A new number sends no more parts a day than its ramp says. */
export const warmUpGate: CapacityGate = {
  name: 'warm-up',
  version: 1,
  allow: (texts, { warmUp }) => ({
    count: countWithin(
      texts.map(({ parts }) => parts),
      warmUp.amount,
    ),
    reason: 'warm_up',
    until: warmUp.until,
  }),
};
