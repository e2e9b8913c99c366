import type { RefusalCause } from '@sms-crm/contracts/webhook-refusals';
import { createContext, withTransaction, type Services, type TxContext } from '../context/context.ts';
import type { WebhookAccount } from '../webhooks/carrier-accounts.ts';
import { MicroBatch } from '../webhooks/micro-batch.ts';
import type { WebhookRequest } from '../webhooks/verify.ts';
import { likelyCause, type Finding } from './likely-cause.ts';
import { placeOf } from './places.ts';
import { writeRefusals, type NotedRefusal } from './write.ts';

/**
 * Refusals written by one statement, and those that may wait for it; a greater flood is counted by the metrics alone. Whoever posts
 * nonsense costs the database one write a second.
 */
const noteBatch = { mostItems: 1_000, mostWaiting: 2_000, paceMs: 1_000 };

/** Signatures that are tried against other addresses and tokens at one write; each takes up to a millisecond. */
const mostTried = 20;

/** A webhook of a known account that was refused; `unexplained` until its likely cause is looked for. */
export type Refusal = {
  account: WebhookAccount;
  request: WebhookRequest;
  seenOrigin: string;
  cause: RefusalCause;
  hint: string | null;
};

export type RefusalNotes = { add: (refusal: Refusal) => void };

/** Opens the notes of refused webhooks: a line in the log at once, and a moment later a row with the likely cause. */
export function openRefusalNotes(services: Services): RefusalNotes {
  const batch = new MicroBatch<Refusal>((refusals) => note(services, refusals), noteBatch);
  return {
    add: (refusal) => {
      log(services, refusal);
      batch.add(refusal).catch((error: unknown) => {
        services.log.warn({ err: error }, 'refused carrier webhooks could not be noted');
      });
    },
  };
}

function log(services: Services, { account, request, seenOrigin, cause, hint }: Refusal): void {
  const hidden = request.path.replace(/([?&]s=)[^&]*/g, '$1[hidden]');
  const line = {
    accountKey: account.key,
    kind: request.kind,
    cause,
    hint,
    expectedUrl: `${services.settings.publicApiUrl}${hidden}`,
    seenUrl: `${seenOrigin}${hidden}`,
  };
  services.log.warn(line, 'a carrier webhook was refused');
}

async function note(services: Services, refusals: readonly Refusal[]): Promise<void> {
  for (const [tenantId, own] of Map.groupBy(refusals, ({ account }) => account.tenantId)) {
    const actor = { type: 'carrier-webhook', id: own[0]?.account.id ?? '', label: 'Carrier' } as const;
    const ctx = createContext(services, { tenantId, actor, requestId: 'webhook-refusals' });
    await withTransaction(ctx, async (ctx) => writeRefusals(ctx, await explain(ctx, own)));
  }
}

/** One row for each account, kind, cause and address; one signature that can be explained explains its like. */
async function explain(ctx: TxContext, refusals: readonly Refusal[]): Promise<NotedRefusal[]> {
  const { settings } = ctx.services;
  const alike = Map.groupBy(refusals, (refusal) =>
    [refusal.account.id, refusal.request.kind, refusal.cause, seenPlaceOf(refusal)].join(' '),
  );
  const noted: NotedRefusal[] = [];
  const tries = { left: mostTried };
  for (const [first, ...rest] of alike.values()) {
    if (first === undefined) continue;
    const { account, request } = first;
    noted.push({
      ...(await findingOf(ctx, [first, ...rest], tries)),
      carrierAccountId: account.id,
      kind: request.kind,
      expectedUrl: placeOf(`${settings.publicApiUrl}${request.path}`),
      seenUrl: seenPlaceOf(first),
      hits: 1 + rest.length,
    });
  }
  return noted;
}

function seenPlaceOf({ seenOrigin, request }: Refusal): string {
  return placeOf(`${seenOrigin}${request.path}`);
}

async function findingOf(
  ctx: TxContext,
  alike: readonly [Refusal, ...Refusal[]],
  tries: { left: number },
): Promise<Finding> {
  const [{ cause, hint }] = alike;
  if (cause !== 'unexplained') return { cause, hint };
  for (const refusal of alike) {
    if (tries.left === 0) break;
    tries.left -= 1;
    const found = await likelyCause(ctx, refusal);
    if (found.cause !== 'unexplained') return found;
  }
  return { cause, hint };
}
