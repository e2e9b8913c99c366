/** How a message ends with an error code: where it stops, the carrier's wording and ours for people. */
type CarrierError = { ends: 'failed' | 'undelivered'; message: string; words: string };

/** Asynchronous error codes; `failed` never left the carrier, `undelivered` left it and did not arrive. */
const carrierErrors: Readonly<Record<number, CarrierError>> = {
  21610: { ends: 'failed', message: 'Attempt to send to unsubscribed recipient', words: 'stopped by STOP' },
  30001: { ends: 'failed', message: 'Queue overflow', words: 'the queue was full' },
  30002: { ends: 'failed', message: 'Account suspended', words: 'the account is suspended' },
  30003: { ends: 'undelivered', message: 'Unreachable destination handset', words: 'phone out of reach' },
  30004: { ends: 'undelivered', message: 'Message blocked', words: 'blocked by the recipient' },
  30005: { ends: 'undelivered', message: 'Unknown destination handset', words: 'number not in use' },
  30006: { ends: 'undelivered', message: 'Landline or unreachable carrier', words: 'a landline' },
  30007: { ends: 'undelivered', message: 'Message filtered', words: 'filtered as spam' },
  30008: { ends: 'undelivered', message: 'Unknown error', words: 'unknown error' },
  30022: { ends: 'failed', message: 'US A2P 10DLC - Rate Limits Exceeded', words: 'rate limit exceeded' },
  30023: { ends: 'failed', message: 'US A2P 10DLC - Daily Message Cap Reached', words: 'daily cap reached' },
  30032: {
    ends: 'failed',
    message: 'Toll-Free Number Has Not Been Verified',
    words: 'toll-free number not verified',
  },
  30034: { ends: 'failed', message: 'Message from an Unregistered Number', words: 'number not registered' },
  30036: { ends: 'failed', message: 'Validity Period Expired', words: 'waited too long in the queue' },
};

/** The error behind a code; an unknown code ends undelivered. */
export function carrierError(code: number): CarrierError {
  return carrierErrors[code] ?? { ends: 'undelivered', message: 'Unknown error', words: `error ${code}` };
}
