import { countWithin, type CapacityGate } from './capacity-gate.ts';

/** Never more than the day and the month allow, in the order of the audience. */
export const budgetGate: CapacityGate = {
  name: 'budget',
  version: 1,
  allow: (texts, { budget }) => ({
    count: countWithin(
      texts.map(({ micros }) => micros),
      budget.amount,
    ),
    reason: 'budget',
    until: budget.until,
  }),
};
