/** What the fields of `ConsentFields` hold; `agreedOn` is a day, e.g. `2026-03-01`. */
export type ConsentValues = { source: string; agreedOn: string; wording: string };

export const noConsentValues: ConsentValues = { source: '', agreedOn: '', wording: '' };

/** Where the contract's complaints about evidence belong in the form. */
export const consentFieldNames = {
  'consent.source': 'source',
  'consent.agreedAt': 'agreedOn',
  'consent.wording': 'wording',
};

/** A day begins so much earlier in the east of the world than in UTC, ms. */
const earliestMs = 14 * 3_600_000;

/** The contract's evidence from the fields; a day becomes its noon in UTC, and today this moment when noon is still to come. */
export function toEvidence(values: ConsentValues, nowMs: number = Date.now()) {
  const noonMs = Date.parse(`${values.agreedOn}T12:00:00Z`);
  const isToday = Date.parse(values.agreedOn) - earliestMs <= nowMs;
  const agreedMs = isToday ? Math.min(noonMs, nowMs) : noonMs;
  const agreedAt = Number.isNaN(agreedMs) ? '' : new Date(agreedMs).toISOString();
  const wording = values.wording.trim();
  return { source: values.source, agreedAt, ...(wording ? { wording } : {}) };
}
