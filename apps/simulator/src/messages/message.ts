export type Direction = 'outbound-api' | 'outbound-reply' | 'inbound';

export type Status =
  | 'accepted'
  | 'scheduled'
  | 'canceled'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'receiving'
  | 'received';

/** What the application answered when an inbound text was posted to it. */
export type WebhookResult = {
  state: 'pending' | 'answered' | 'failed' | 'none';
  httpStatus: number | null;
  /** What went wrong, in words. */
  problem: string | null;
};

/** One text in the carrier's log; the log, the threads and the pending steps share the object. */
export type Message = {
  readonly sid: string;
  readonly accountSid: string;
  readonly direction: Direction;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly parts: number;
  /** How many texts this phone had got before, from anyone: the third source of its chance. */
  readonly ordinal: number;
  readonly createdAtMs: number;
  readonly statusCallback: string | null;
  readonly validitySeconds: number;
  /** The messaging service it was given to; it chooses the sender, which shows once the text is queued. */
  readonly serviceSid: string | null;
  /** When a scheduled text is to leave. */
  readonly sendAtMs: number | null;
  /** The account removed the text, or the whole message, from what the API shows; the handset keeps it. */
  redacted: boolean;
  deleted: boolean;
  status: Status;
  errorCode: number | null;
  /** What the carrier charges, in micro-dollars; null until it is known. */
  priceMicros: number | null;
  sentAtMs: number | null;
  updatedAtMs: number;
  webhook: WebhookResult | null;
};

/** The longest a text may wait in the carrier's queue, s. */
export const longestValiditySeconds = 36_000;

/** The handset's phone: who gets an outbound text, who wrote an inbound one. */
export function handsetOf(message: Message): string {
  return message.direction === 'inbound' ? message.from : message.to;
}
