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
  30017: { ends: 'undelivered', message: 'Carrier network congestion', words: 'the network was congested' },
  30022: { ends: 'failed', message: 'US A2P 10DLC - Rate Limits Exceeded', words: 'rate limit exceeded' },
  30023: { ends: 'failed', message: 'US A2P 10DLC - Daily Message Cap Reached', words: 'daily cap reached' },
  30027: {
    ends: 'failed',
    message: 'US A2P 10DLC - T-Mobile Daily Message Limit Reached',
    words: 'daily cap reached',
  },
  30032: {
    ends: 'failed',
    message: 'Toll-Free Number Has Not Been Verified',
    words: 'toll-free number not verified',
  },
  30033: {
    ends: 'failed',
    message: 'US A2P 10DLC - Campaign Suspended',
    words: 'campaign suspended',
  },
  30034: { ends: 'failed', message: 'Message from an Unregistered Number', words: 'number not registered' },
  30035: {
    ends: 'failed',
    message: 'US A2P 10DLC - Number Pending Configuration',
    words: 'number not registered yet',
  },
  30036: { ends: 'failed', message: 'Validity Period Expired', words: 'waited too long in the queue' },
  30410: { ends: 'failed', message: 'Provider Timeout Error', words: 'the carrier did not answer in time' },
  30450: {
    ends: 'failed',
    message: 'Message delivery blocked (SMS Pumping Protection)',
    words: 'blocked as traffic pumping',
  },
};

/** The error behind a code; an unknown code ends undelivered. */
export function carrierError(code: number): CarrierError {
  return carrierErrors[code] ?? { ends: 'undelivered', message: 'Unknown error', words: `error ${code}` };
}
