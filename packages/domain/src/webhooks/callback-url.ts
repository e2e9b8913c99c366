import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Settings } from '../context/context.ts';

/** Bytes kept of the HMAC: 128 bits can't be guessed, and the URL stays short. */
const signatureBytes = 16;

/** Asks Twilio to try a callback again up to 3 times on any failure; a fragment is neither sent nor signed. */
const retryFragment = '#rc=3&rp=all';

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const attemptPattern = /^\d{1,6}$/;

/** Which attempt of which message a status callback speaks of. */
export type CallbackSubject = { messageId: string; attempt: number };

/** The status callback URL of one attempt of a message; any callback that comes by it proves that the carrier took that attempt. */
export function buildCallbackUrl(
  settings: Pick<Settings, 'publicApiUrl' | 'callbackSecret'>,
  subject: CallbackSubject & { accountKey: string },
): string {
  const query = new URLSearchParams({
    m: subject.messageId,
    a: String(subject.attempt),
    s: signatureOf(settings.callbackSecret, subject).toString('base64url'),
  });
  const account = encodeURIComponent(subject.accountKey);
  return `${settings.publicApiUrl}/webhooks/twilio/${account}/status?${query.toString()}${retryFragment}`;
}

/** Reads the query of a status callback; undefined when it is not one that `buildCallbackUrl` made for this account. */
export function parseCallbackQuery(
  settings: Pick<Settings, 'callbackSecret'>,
  accountKey: string,
  query: { m?: string | undefined; a?: string | undefined; s?: string | undefined },
): CallbackSubject | undefined {
  const { m: messageId, a, s } = query;
  if (messageId === undefined || a === undefined || s === undefined) return undefined;
  if (!uuidPattern.test(messageId) || !attemptPattern.test(a)) return undefined;
  const subject = { messageId, attempt: Number(a) };
  const expected = signatureOf(settings.callbackSecret, { ...subject, accountKey });
  const given = Buffer.from(s, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected) ? subject : undefined;
}

function signatureOf(secret: string, subject: CallbackSubject & { accountKey: string }): Buffer {
  return createHmac('sha256', secret)
    .update(`${subject.messageId}.${subject.attempt}.${subject.accountKey}`)
    .digest()
    .subarray(0, signatureBytes);
}
