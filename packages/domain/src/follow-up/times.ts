/** Looks at the carrier's list of what was sent, by age: lost statuses first, then prices, and what is still open at the end. */
export const looks = ['first', 'second', 'last'] as const;
export type Look = (typeof looks)[number];

/** When the carrier's list is read again for texts that were sent a while ago, ms. */
export type FollowUpTimes = {
  /** Age of the texts at each look. */
  agesMs: Record<Look, number>;
  /** So much time of sending is gathered before it is listed. */
  gapMs: number;
};

const hour = 3_600_000;

/** What an installation uses unless it is told otherwise. */
export const usualFollowUp: FollowUpTimes = {
  agesMs: { first: hour, second: 24 * hour, last: 36 * hour },
  gapMs: hour / 4,
};
