/** A claimed batch belongs to its process this long; after that its messages count as unknown. Renewed at a third, ms. */
export const leaseMs = 60_000;
export const leaseRenewMs = leaseMs / 3;

/** Longest time one carrier request takes before its outcome counts as unknown, ms. */
export const requestTimeoutMs = 10_000;

/** An unknown outcome is first looked up at the carrier this long after its request must have ended, ms. */
export const reconcileWaitMs = requestTimeoutMs + 60_000;

/** How long the carrier takes a text that it could not deliver yet, seconds (Twilio's longest ValidityPeriod). */
export const maxValiditySeconds = 36_000;
