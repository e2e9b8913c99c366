import { timingSafeEqual } from 'node:crypto';
import { hmacWith } from '@sms-crm/runtime/hmac';
import type { Settings } from '../context/context.ts';

/** Bytes kept of the HMAC: 128 bits can't be guessed, and the URL stays short. */
const signatureBytes = 16;

/** Asks Twilio to try a callback again up to 3 times on any failure; a fragment is neither sent nor signed. */
export const retryFragment = '#rc=3&rp=all';

/**
 * How long a callback URL is good for, s: a text may wait ten hours at the carrier, and the last look at the carrier's own list is
 * 36 hours later; what a phone that was off for longer gets is told within two weeks or never.
 */
const goodForSeconds = 14 * 24 * 3_600;

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const attemptPattern = /^\d{1,6}$/;
const expiryPattern = /^[0-9a-z]{1,9}$/;

/** Which attempt of which message a status callback speaks of. */
export type CallbackSubject = { messageId: string; attempt: number };

/** The query of a callback URL: message, attempt, last second it is good for (base 36), HMAC of these and the account. */
type CallbackQuery = Partial<Record<'m' | 'a' | 'e' | 's', string | undefined>>;

type Signed = { messageId: string; attempt: string; expiry: string; accountKey: string };

/** The status callback URL of one attempt of a message; any callback that comes by it proves that the carrier took that attempt. */
export function buildCallbackUrl(
  settings: Pick<Settings, 'publicApiUrl' | 'callbackSecret'>,
  subject: CallbackSubject & { accountKey: string; now: Date },
): string {
  const { messageId, accountKey } = subject;
  const attempt = String(subject.attempt);
  const expiry = (Math.floor(subject.now.getTime() / 1_000) + goodForSeconds).toString(36);
  const signature = signatureOf(settings.callbackSecret, { messageId, attempt, expiry, accountKey });
  // None of these has a character that needs encoding.
  const query = `m=${messageId}&a=${attempt}&e=${expiry}&s=${Buffer.from(signature, 'hex').toString('base64url')}`;
  const account = encodeURIComponent(accountKey);
  return `${settings.publicApiUrl}/webhooks/twilio/${account}/status?${query}${retryFragment}`;
}

/**
 * Reads the query of a status callback.
 *
 * @returns `forged` when it is not one that `buildCallbackUrl` made for this account, `expired` when it is one no longer
 */
export function parseCallbackQuery(
  settings: Pick<Settings, 'callbackSecret'>,
  { accountKey, now }: { accountKey: string; now: Date },
  { m: messageId, a: attempt, e: expiry, s }: CallbackQuery,
): CallbackSubject | 'forged' | 'expired' {
  if (messageId === undefined || !uuidPattern.test(messageId)) return 'forged';
  if (attempt === undefined || !attemptPattern.test(attempt)) return 'forged';
  if (expiry === undefined || !expiryPattern.test(expiry) || s === undefined) return 'forged';
  const signature = signatureOf(settings.callbackSecret, { messageId, attempt, expiry, accountKey });
  const expected = Buffer.from(signature, 'hex');
  const given = Buffer.from(s, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
  const expired = Number.parseInt(expiry, 36) < Math.floor(now.getTime() / 1_000);
  return expired ? 'expired' : { messageId, attempt: Number(attempt) };
}

/** In hexadecimal: a buffer of each would have memory of its own, which is dearer to collect than the HMAC is to make. */
function signatureOf(secret: string, { messageId, attempt, expiry, accountKey }: Signed): string {
  if (keyed.secret !== secret) keyed = { secret, hmac: hmacWith('sha256', secret) };
  return keyed.hmac(`${messageId}.${attempt}.${expiry}.${accountKey}`, 'hex').slice(0, 2 * signatureBytes);
}

/** An installation has one secret. */
let keyed = { secret: '', hmac: hmacWith('sha256', '') };
