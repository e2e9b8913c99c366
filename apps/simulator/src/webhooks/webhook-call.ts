import type { Failure, Overrides } from './overrides.ts';

export type Params = Readonly<Record<string, string>>;

/** What became of one webhook. `status` is null when no answer came. */
export type WebhookAnswer =
  | { ok: true; status: number; contentType: string; text: string }
  | { ok: false; status: number | null; failure: Failure | undefined; problem: string };

/** One webhook on its way; all its attempts carry the same body, signature and token. */
export type WebhookCall = {
  readonly origin: string;
  readonly path: string;
  readonly body: string;
  readonly signature: string;
  /** The same on every attempt, shown from the second on. */
  readonly idempotencyToken: () => string;
  readonly overrides: Overrides;
  readonly wantsAnswer: boolean;
  readonly onEnd: (answer: WebhookAnswer) => void;
  attempt: number;
};

/** The request headers of one attempt: names and values by turns. */
export function headersOf(call: WebhookCall): string[] {
  const headers = [
    'content-type',
    'application/x-www-form-urlencoded; charset=UTF-8',
    'user-agent',
    'TwilioProxy/1.1',
    'accept',
    '*/*',
    'x-twilio-signature',
    call.signature,
  ];
  if (call.attempt > 1) headers.push('i-twilio-idempotency-token', call.idempotencyToken());
  return headers;
}
