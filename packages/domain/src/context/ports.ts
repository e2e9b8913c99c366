import type { JobName, JobPayload } from '@sms-crm/contracts/jobs';
import type { Available, Bucket, Taken } from '@sms-crm/runtime/token-buckets';

/** A job to be added after the commit; an id that still waits or runs is not added twice. `first` goes before others of its kind. */
export type JobRequest = {
  [Name in JobName]: { name: Name; payload: JobPayload<Name>; jobId: string; first?: boolean };
}[JobName];

export type Enqueue = (jobs: readonly JobRequest[]) => Promise<void>;

/** Tells open pages of a tenant that the things behind these topics changed. */
export type Signal = (tenantId: string, topics: readonly string[]) => Promise<void>;

export type Clock = {
  now: () => Date;
  /** The wall clock of a recipient in this zone, `HH:MM`: the demo clock in simulator mode, the zone's own time else. */
  recipientTime: (zone: string) => string;
  /** `HH:MM` of the demo clock, which simulated recipients live by; null where there is no simulator. */
  demoTime: () => string | null;
};

export type Mail = { to: string; subject: string; text: string };
export type Mailer = (mail: Mail) => Promise<void>;

/** What a carrier is asked to send. `body` is final: links shortened, merge fields filled in. */
export type OutboundText = {
  from: string;
  to: string;
  body: string;
  statusCallback: string;
  validitySeconds: number;
};

/**
 * How a request to the carrier ended.
 * - `accepted`: the carrier took it and gave its id
 * - `refused`: the carrier said no; nothing was sent
 * - `not-sent`: the request provably never reached the carrier, or the carrier said it never processed it; safe to try again after
 *   `retryAfterMs`. `askedMs`: how long the carrier itself asked to wait, where it did
 * - `unknown`: the carrier may or may not have taken it; must be reconciled, never resent blindly
 */
export type SendOutcome =
  | { type: 'accepted'; carrierMessageId: string; parts: number | null }
  | { type: 'refused'; errorCode: string; detail: string }
  | { type: 'not-sent'; detail: string; retryAfterMs: number; askedMs?: number; errorCode?: string }
  | { type: 'unknown'; detail: string };

/** A message as the carrier lists it. `priceMicros` is what it charged, positive, or null while unknown. */
export type ListedText = {
  direction: 'outbound' | 'inbound';
  carrierMessageId: string;
  from: string;
  to: string;
  body: string;
  status: string;
  errorCode: string | null;
  createdAt: Date;
  priceMicros: number | null;
};

/** A page of what an account sent, and what came in to it; `nextPage` is what the next page is asked for with, null on the last one. */
export type SentPage = { texts: ListedText[]; nextPage: string | null };

/** Who delivers: one account at one carrier. */
export type Carrier = {
  /**
   * Sends one text. `mayStart` is asked when the request is about to be written, which may be seconds later when a connection has
   * to be made first; after its no nothing is written and the outcome is `not-sent`.
   */
  send: (text: OutboundText, mayStart?: () => boolean) => Promise<SendOutcome>;
  /** Messages to one phone created since a moment, newest first, at most 200. Rejects when the carrier does not answer. */
  list: (filter: { to: string; from: string; since: Date }) => Promise<ListedText[]>;
  /**
   * One page of the texts sent, or come in, in a stretch of time, both ends included; it may hold some more of the same days.
   * Rejects when the carrier does not answer.
   */
  listSent: (filter: { from: Date; until: Date; page: string | null }) => Promise<SentPage>;
  /** What kind of line a phone has, in Twilio's words, or `invalid`. Costs money; rejects when the carrier does not answer. */
  lookUp: (phone: string) => Promise<string>;
  /** Whether `signature` is the carrier's own for this request. */
  verifySignature: (request: { url: string; params: Record<string, string>; signature: string }) => boolean;
};

/** Credentials of one carrier account, opened; `real` ones belong to the carrier itself, the others to the simulator. */
export type CarrierCredentials = { id: string; accountSid: string; authToken: string; real: boolean };

export type CarrierLookup = (credentials: CarrierCredentials) => Carrier;

/** Per-second limits that all processes share; see `TokenBuckets`. Both calls reject while nothing may be granted. */
export type RateTokens = {
  take: (input: { buckets: readonly Bucket[]; parts: readonly number[]; single: boolean }) => Promise<Taken>;
  available: (buckets: readonly Bucket[], options: { single: boolean }) => Promise<Available>;
};
