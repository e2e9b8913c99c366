import type { RefusalCause } from '@sms-crm/contracts/webhook-refusals';
import type { Services } from '../context/context.ts';
import { parseCallbackQuery, type CallbackSubject } from './callback-url.ts';
import type { Signer, WebhookAccount } from './carrier-accounts.ts';
import type { WebhookKind } from './due.ts';

/** A webhook as it came in over HTTP. */
export type WebhookRequest = {
  kind: WebhookKind;
  accountKey: string;
  /** Path and query, exactly as received. */
  path: string;
  query: Readonly<Record<string, unknown>>;
  params: Record<string, string>;
  signature: string | undefined;
  /** Reads scheme, host and port as the request shows them; they prove nothing. */
  seenOrigin: () => string;
};

/** A request that the carrier signed for this account and address, with the message that its address names, or why it is none. */
export type Verdict = { subject: CallbackSubject | null } | { refused: RefusalCause };

const callbackNames: ReadonlySet<string> = new Set(['m', 'a', 'e', 's']);

/** Whether the carrier made this request for this account and exactly this address; anything that is in doubt is refused. */
export function verifyWebhook(services: Services, account: WebhookAccount, request: WebhookRequest): Verdict {
  const { path, params, signature } = request;
  // With bodySHA256 the carrier's signature covers no form fields, so a form could be forged.
  if (/bodySHA256/i.test(path)) return { refused: 'body-hash' };
  if (signature === undefined || signature === '') return { refused: 'no-signature' };
  const url = `${services.settings.publicApiUrl}${path}`;
  if (!isSigned(account.signer, { url, params, signature })) return { refused: 'unexplained' };
  if (params['AccountSid'] !== account.accountSid) return { refused: 'wrong-account-sid' };
  return subjectOf(services, request);
}

/** Carriers say no to what cannot be checked, and an error says no more. */
export function isSigned(
  signer: Signer,
  request: { url: string; params: Record<string, string>; signature: string },
): boolean {
  try {
    return signer.verifySignature(request);
  } catch {
    return false;
  }
}

/** The query is that of a callback URL, or there is none. */
function subjectOf(
  { settings, clock }: Services,
  { kind, accountKey, path, query }: WebhookRequest,
): Verdict {
  if (!path.includes('?')) return { subject: null };
  const names = Object.keys(query);
  if (kind !== 'status' || names.length !== callbackNames.size) return { refused: 'unknown-query' };
  if (!names.every((name) => callbackNames.has(name))) return { refused: 'unknown-query' };
  const { m, a, e, s } = query;
  const read = parseCallbackQuery(
    settings,
    { accountKey, now: clock.now() },
    { m: textOf(m), a: textOf(a), e: textOf(e), s: textOf(s) },
  );
  if (read === 'forged') return { refused: 'forged-link' };
  return read === 'expired' ? { refused: 'expired-link' } : { subject: read };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
