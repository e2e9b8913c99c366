/** How long the parts of a send may take, ms. */
export type SendTimes = {
  /** A claimed batch belongs to its process this long and is renewed at a third; after that its messages count as unknown. */
  leaseMs: number;
  /** Longest time one carrier request takes before its outcome counts as unknown. */
  requestTimeoutMs: number;
  /** An unknown outcome is first looked up at the carrier this long after it was noticed. */
  reconcileWaitMs: number;
  /** Only two complete listings at least this far apart that show no such text prove that it was not sent. */
  reconcileGapMs: number;
};

/** What an installation uses unless it is told otherwise. */
export const usualSendTimes: SendTimes = {
  leaseMs: 60_000,
  requestTimeoutMs: 10_000,
  reconcileWaitMs: 70_000,
  reconcileGapMs: 300_000,
};

/** How long the carrier takes a text that it could not deliver yet, seconds (Twilio's longest ValidityPeriod). */
export const maxValiditySeconds = 36_000;
