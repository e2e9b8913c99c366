/** What the fields of `ConsentFields` hold; `agreedOn` is a day, e.g. `2026-03-01`. */
export type ConsentValues = { source: string; agreedOn: string; wording: string };

export const noConsentValues: ConsentValues = { source: '', agreedOn: '', wording: '' };

/** Where the contract's complaints about evidence belong in the form. */
export const consentFieldNames = {
  'consent.source': 'source',
  'consent.agreedAt': 'agreedOn',
  'consent.wording': 'wording',
};

/** The contract's evidence from the fields; a day becomes its noon in UTC, but never a moment to come. */
export function toEvidence(values: ConsentValues, nowMs: number = Date.now()) {
  const noonMs = Date.parse(`${values.agreedOn}T12:00:00Z`);
  const agreedAt = Number.isNaN(noonMs) ? '' : new Date(Math.min(noonMs, nowMs)).toISOString();
  const wording = values.wording.trim();
  return { source: values.source, agreedAt, ...(wording ? { wording } : {}) };
}
