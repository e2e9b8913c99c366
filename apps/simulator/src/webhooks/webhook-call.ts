import { stringify } from 'node:querystring';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
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

/** Form body and `X-Twilio-Signature` of a webhook: the address without fragment and all parameters are signed. */
export function signed(url: string, params: Params, token: string): { body: string; signature: string } {
  return { body: stringify(params), signature: getExpectedTwilioSignature(token, url, params) };
}

/** The request headers of one attempt. */
export function headersOf(call: WebhookCall): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'user-agent': 'TwilioProxy/1.1',
    accept: '*/*',
    'x-twilio-signature': call.signature,
  };
  if (call.attempt > 1) headers['i-twilio-idempotency-token'] = call.idempotencyToken();
  return headers;
}
