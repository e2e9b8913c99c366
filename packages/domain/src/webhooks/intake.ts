import type { Services } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { openRefusalNotes, type RefusalNotes } from '../webhook-refusals/note.ts';
import { WebhookAccounts, type WebhookAccount } from './carrier-accounts.ts';
import { applyJob, type WebhookKind } from './due.ts';
import { storable } from './form.ts';
import { MicroBatch } from './micro-batch.ts';
import { readForm } from './read-form.ts';
import { storeEvents, type NewWebhookEvent } from './store-events.ts';
import { storeInbound } from './store-inbound.ts';
import { verifyWebhook, type Verdict, type WebhookRequest } from './verify.ts';

/**
 * Webhooks stored by one statement, and those that may wait for it: about half a second of the highest rate. Ten milliseconds make
 * batches of hundreds at that rate, and are nothing to a carrier that waits for 15 s.
 */
const storeBatch = { mostItems: 1_000, mostWaiting: 10_000, paceMs: 10 };

/** Tenants whose job waits to be added while Redis is slow; the sweep finds the others. A job that runs takes what comes meanwhile. */
const wakeBatch = { mostItems: 1_000, mostWaiting: 10_000, paceMs: 100 };

export type WebhookIntake = (request: WebhookRequest) => Promise<void>;

/**
 * Makes the door for carrier webhooks: each is verified, stored once and then applied by a job. It resolves after the commit. Refusals
 * of a known account are noted with their likely cause, a moment later.
 *
 * @returns a function that throws DomainError `not_found` for an unknown account, `wrong_signature` for anything the carrier did
 * not sign for this account, `invalid_input` for what is no webhook of a text, and `unavailable` when it could not be stored
 */
export function createWebhookIntake(services: Services): WebhookIntake {
  const accounts = new WebhookAccounts(services);
  const notes = openRefusalNotes(services);
  // A STOP waits for no status callback, nor they for it.
  const store = {
    status: openStore(services, 'status', storeEvents),
    inbound: openStore(services, 'inbound', storeInbound),
  };
  return async (request) => {
    const event = eventOf(await verify(services, accounts, request), { request, notes });
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

type Verified = { account: WebhookAccount; verdict: Verdict };

/** A signature that does not fit is held against the account once more: its token may have been changed a moment ago. */
async function verify(
  services: Services,
  accounts: WebhookAccounts,
  request: WebhookRequest,
): Promise<Verified> {
  const account = await accountOf(accounts.find(request.accountKey));
  const verdict = verifyWebhook(services, account, request);
  if (!('refused' in verdict) || verdict.refused !== 'unexplained') return { account, verdict };
  const renewed = await accountOf(accounts.renew(request.accountKey));
  if (renewed === account) return { account, verdict };
  return { account: renewed, verdict: verifyWebhook(services, renewed, request) };
}

async function accountOf(found: Promise<WebhookAccount | undefined>): Promise<WebhookAccount> {
  const account = await found.catch((error: unknown) => {
    throw notStored(error);
  });
  if (account !== undefined) return account;
  throw new DomainError('not_found', {
    detail: 'There is no carrier account with this key. Copy the webhook URL from the settings again.',
  });
}

function eventOf(
  { account, verdict }: Verified,
  { request, notes }: { request: WebhookRequest; notes: RefusalNotes },
): NewWebhookEvent {
  const { kind, params } = request;
  if ('refused' in verdict) {
    notes.add({ account, request, seenOrigin: request.seenOrigin(), cause: verdict.refused, hint: null });
    throw new DomainError('wrong_signature', {
      detail:
        'The request is not signed by the carrier for this account and address. The likely cause stands in the settings, under Webhooks.',
    });
  }
  const form = readForm(kind, params);
  if ('problem' in form) {
    notes.add({
      account,
      request,
      seenOrigin: request.seenOrigin(),
      cause: 'unknown-form',
      hint: form.problem,
    });
    throw new DomainError('invalid_input', { detail: form.problem });
  }
  return {
    tenantId: account.tenantId,
    carrierAccountId: account.id,
    kind,
    dedupeKey: form.dedupeKey,
    messageId: verdict.subject?.messageId ?? null,
    attempt: verdict.subject?.attempt ?? null,
    params: storable(params),
  };
}

function notStored(cause: unknown): DomainError {
  return new DomainError('unavailable', {
    detail: 'The webhook could not be stored. Send it again in a moment.',
    cause,
  });
}
