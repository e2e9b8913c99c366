import { createHash } from 'node:crypto';
import type { Services } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { parseCallbackQuery, type CallbackSubject } from './callback-url.ts';
import { WebhookAccounts, type WebhookAccount } from './carrier-accounts.ts';
import { applyJob, type WebhookKind } from './due.ts';
import { storable } from './form.ts';
import { MicroBatch } from './micro-batch.ts';
import { storeEvents, type NewWebhookEvent } from './store-events.ts';
import { storeInbound } from './store-inbound.ts';
import { inboundParams, statusParams } from './twilio-params.ts';

/** Webhooks stored by one statement, and those that may wait for it: about two seconds of the highest rate. */
const storeBatch = { mostItems: 1_000, mostWaiting: 10_000 };

/** Tenants whose job waits to be added while Redis is slow; the sweep finds the others. */
const wakeBatch = { mostItems: 1_000, mostWaiting: 10_000 };

/** A webhook as it came in over HTTP. */
export type WebhookRequest = {
  kind: WebhookKind;
  accountKey: string;
  /** Path and query, exactly as received. */
  path: string;
  query: Record<string, unknown>;
  params: Record<string, string>;
  signature: string | undefined;
};

export type WebhookIntake = (request: WebhookRequest) => Promise<void>;

/**
 * Makes the door for carrier webhooks: each is verified, stored once and then applied by a job. It resolves after the commit.
 *
 * @returns a function that throws DomainError `not_found` for an unknown account, `wrong_signature` for anything the carrier did
 * not sign for this account, `invalid_input` for what is no webhook of a text, and `unavailable` when it could not be stored
 */
export function createWebhookIntake(services: Services): WebhookIntake {
  const accounts = new WebhookAccounts(services);
  // A STOP waits for no status callback, nor they for it.
  const store = {
    status: openStore(services, 'status', storeEvents),
    inbound: openStore(services, 'inbound', storeInbound),
  };
  return async (request) => {
    const account = await accountOf(accounts, request);
    const subject = verify(services, account, request);
    const event = eventOf(account, request, subject);
    try {
      await store[request.kind].add(event);
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw notStored(error);
    }
  };
}

/** Collects webhooks of one kind, and adds their job when they are stored. */
function openStore(
  services: Services,
  kind: WebhookKind,
  write: typeof storeEvents,
): MicroBatch<NewWebhookEvent> {
  const wake = new MicroBatch<string>(
    (tenantIds) => services.enqueue([...new Set(tenantIds)].map((tenantId) => applyJob({ tenantId, kind }))),
    wakeBatch,
  );
  return new MicroBatch<NewWebhookEvent>(async (events) => {
    await write(services, events);
    for (const tenantId of new Set(events.map((event) => event.tenantId))) {
      wake.add(tenantId).catch((error: unknown) => {
        services.log.warn({ err: error, tenantId, kind }, 'the job could not be added; the sweep will');
      });
    }
  }, storeBatch);
}

async function accountOf(accounts: WebhookAccounts, request: WebhookRequest): Promise<WebhookAccount> {
  const account = await accounts.find(request.accountKey).catch((error: unknown) => {
    throw notStored(error);
  });
  if (account !== undefined) return account;
  throw new DomainError('not_found', {
    detail: 'There is no carrier account with this key. Copy the webhook URL from the settings again.',
  });
}

/** @returns the message that the URL of a status callback names, when it names one */
function verify(
  services: Services,
  account: WebhookAccount,
  request: WebhookRequest,
): CallbackSubject | undefined {
  const url = `${services.settings.publicApiUrl}${request.path}`;
  const refuse = (cause: string) => {
    const expectedUrl = url.replace(/([?&]s=)[^&]*/, '$1[hidden]');
    services.log.warn({ accountKey: account.key, expectedUrl, cause }, 'a carrier webhook was refused');
    return new DomainError('wrong_signature', {
      detail: `The request is not signed by the carrier for this address (${cause}). Check the auth token and the public address of the API.`,
    });
  };
  // With bodySHA256 the carrier's signature covers no form fields, so a form could be forged.
  if (request.path.includes('bodySHA256')) throw refuse('bodySHA256 is for JSON bodies only');
  const { params, signature } = request;
  if (signature === undefined) throw refuse('no signature');
  if (!isSigned(account, { url, params, signature })) throw refuse('the signature does not match');
  if (params['AccountSid'] !== account.accountSid) throw refuse('another AccountSid');
  return request.kind === 'status' ? subjectOf(services, request, refuse) : undefined;
}

function isSigned(
  account: WebhookAccount,
  request: { url: string; params: Record<string, string>; signature: string },
): boolean {
  try {
    return account.carrier.verifySignature(request);
  } catch {
    return false;
  }
}

function subjectOf(
  services: Services,
  request: WebhookRequest,
  refuse: (cause: string) => DomainError,
): CallbackSubject | undefined {
  const { m, a, s } = request.query;
  if (m === undefined && a === undefined && s === undefined) return undefined;
  const subject = parseCallbackQuery(services.settings, request.accountKey, {
    m: textOf(m),
    a: textOf(a),
    s: textOf(s),
  });
  if (subject === undefined) throw refuse('the query was not made here');
  return subject;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function eventOf(
  account: WebhookAccount,
  { kind, params }: WebhookRequest,
  subject: CallbackSubject | undefined,
): NewWebhookEvent {
  const dedupeKey = dedupeKeyOf(kind, params);
  if (dedupeKey === undefined) {
    throw new DomainError('invalid_input', {
      detail: `The parameters are not those of ${kind === 'status' ? 'a status callback' : 'an inbound message'}.`,
    });
  }
  return {
    tenantId: account.tenantId,
    carrierAccountId: account.id,
    kind,
    dedupeKey,
    messageId: subject?.messageId ?? null,
    attempt: subject?.attempt ?? null,
    params: storable(params),
  };
}

function dedupeKeyOf(kind: WebhookRequest['kind'], params: Record<string, string>): string | undefined {
  if (kind === 'inbound') return inboundParams.safeParse(params).data?.MessageSid;
  const status = statusParams.safeParse(params).data;
  return status && `${status.MessageSid}:${dedupeWords(status.MessageStatus, status.ErrorCode)}`;
}

/** Words of no known form may have any length and bytes, which the index of the keys has not: their hash stands for them. */
function dedupeWords(status: string, errorCode: string): string {
  const words = `${status}:${errorCode}`;
  if (/^[a-z_]{1,40}:\d{0,6}$/.test(words)) return words;
  return createHash('sha256')
    .update(JSON.stringify([status, errorCode]))
    .digest('hex');
}

function notStored(cause: unknown): DomainError {
  return new DomainError('unavailable', {
    detail: 'The webhook could not be stored. Send it again in a moment.',
    cause,
  });
}
