import { and, eq } from 'drizzle-orm';
import { messageBatches } from '@sms-crm/db/tables/messages';
import { withTransaction, type Context } from '../context/context.ts';
import { codeRule } from '../errors/carrier-codes.ts';
import { buildCallbackUrl } from '../webhooks/callback-url.ts';
import { openAccount, type CarrierAccount } from './account.ts';
import { claimBatch, type Claim, type ClaimedMessage } from './claim.ts';
import type { SendGuard, StopCause } from './guard.ts';
import { maxValiditySeconds } from './lease.ts';
import type { ClaimTurns } from './claim-turns.ts';
import type { RequestSlots } from './request-slots.ts';
import { settleBatch, type Settled } from './settle.ts';

/** What all batches of a sender process share. */
export type SendTools = {
  guard: SendGuard;
  /** Null for texts that wait for no claim of others. */
  turns: ClaimTurns | null;
  bulkSlots: RequestSlots;
  nowSlots: RequestSlots;
};

/**
 * Sends one offered batch: claim, carrier requests, settle. What is not requested (halted, shutdown, lease too short) goes back to the queue.
 * If the process dies in between, the lease runs out and the carrier is asked what became of the rest.
 *
 * @param run.isFirst whether it is claimed before those that are not
 */
export async function sendBatch(
  ctx: Context,
  input: { batchId: string; offer: number },
  run: { signal: AbortSignal; isFirst: boolean },
  tools: SendTools,
): Promise<void> {
  const take = async () => ({ factsAt: performance.now(), claim: await claimBatch(ctx, input) });
  const { factsAt, claim } = tools.turns === null ? await take() : await tools.turns.run(run.isFirst, take);
  if (claim === undefined) return;
  const account = openAccount(ctx, claim.account);
  const watch = tools.guard.watch({
    tenantId: ctx.tenantId,
    campaignId: claim.batch.campaignId,
    numberId: claim.number.id,
    recipients: claim.messages.map(({ phone, contactId, kind }) => ({ phone, contactId, kind })),
    factsAt,
  });
  const lease = keepLease(ctx, claim);
  // One answer that the carrier is too busy, or refuses this sender or content, is enough: the rest of the batch is not asked for.
  let throttled = false;
  const ownCause = () =>
    throttled ? 'throttled' : run.signal.aborted ? 'shutdown' : (lease.problem() ?? lateness(ctx, claim));
  const slots = claim.batch.queue === 'now' ? tools.nowSlots : tools.bulkSlots;
  const owner = { id: claim.batch.campaignId ?? claim.batch.id, isFirst: run.isFirst };
  logBatch(ctx, claim);
  try {
    const outcomes = await Promise.all(
      claim.messages.map((message) =>
        slots.run(owner, async (): Promise<Settled> => {
          const cause = ownCause() ?? (await watch.stopCause(message.phone));
          const at = () => ctx.services.clock.now();
          if (cause !== null) return { message, outcome: { type: 'not-requested', cause }, at: at() };
          const causeNow = () => ownCause() ?? watch.stopCauseNow(message.phone);
          const outcome = await request(ctx, message, { claim, account, causeNow });
          throttled ||= asksToStop(outcome);
          return { message, outcome, at: at() };
        }),
      ),
    );
    await settleBatch(ctx, { claim, settled: outcomes });
  } finally {
    lease.end();
    watch.end();
  }
}

/** One line for a batch: each text has its events, and a line for each would be thousands a second. */
function logBatch(ctx: Context, { batch, messages, number }: Claim): void {
  const { id: batchId, campaignId } = batch;
  ctx.log.info({ batchId, campaignId, numberId: number.id, texts: messages.length }, 'asking the carrier');
}

export type NotRequestedCause = StopCause | 'throttled' | 'shutdown' | 'lease' | 'too_late' | 'window_closed';

/** Whether the carrier's answer is about the sender or the campaign, so that the next text would get the same. */
function asksToStop(outcome: Settled['outcome']): boolean {
  if (outcome.type === 'refused') return codeRule(outcome.errorCode).stop === 'campaign';
  if (outcome.type !== 'not-sent' || outcome.errorCode === undefined) return false;
  const { stop, wait } = codeRule(outcome.errorCode);
  return stop === 'number' || stop === 'account' || wait !== undefined;
}

/** Says that the batch's moment has passed since its claim: for good, or until the recipients' window opens again. */
function lateness(ctx: Context, { batch, closesAt }: Claim): 'too_late' | 'window_closed' | null {
  const now = ctx.services.clock.now();
  if (closesAt === null || closesAt > now) return null;
  const isOver = batch.campaignId === null && batch.sendBefore !== null && batch.sendBefore <= now;
  return isOver ? 'too_late' : 'window_closed';
}

/** How long the carrier may go on trying: until the batch's moment passes, seconds (domain rule: at least 1). */
function validityOf(ctx: Context, { closesAt }: Claim): number {
  if (closesAt === null) return maxValiditySeconds;
  const leftMs = closesAt.getTime() - ctx.services.clock.now().getTime();
  return Math.min(maxValiditySeconds, Math.max(1, Math.floor(leftMs / 1_000)));
}

/**
 * Asks the carrier, unless something stops the message while it waits for a connection. A carrier that throws instead of answering
 * leaves the outcome open.
 */
async function request(
  ctx: Context,
  message: ClaimedMessage,
  options: { claim: Claim; account: CarrierAccount; causeNow: () => NotRequestedCause | null },
): Promise<Settled['outcome']> {
  const { claim, account, causeNow } = options;
  let cause: NotRequestedCause | null = null;
  const mayStart = () => {
    cause = causeNow();
    return cause === null;
  };
  const now = ctx.services.clock.now();
  const subject = { accountKey: account.key, messageId: message.id, attempt: message.attempt, now };
  try {
    ctx.log.debug({ messageId: message.id, attempt: message.attempt }, 'asking the carrier for one text');
    const text = {
      from: claim.number.phone,
      to: message.phone,
      body: message.body,
      statusCallback: buildCallbackUrl(ctx.services.settings, subject),
      validitySeconds: validityOf(ctx, claim),
    };
    const outcome = await account.carrier.send(text, mayStart);
    return outcome.type === 'not-sent' && cause !== null ? { type: 'not-requested', cause } : outcome;
  } catch (error) {
    ctx.log.error({ err: error, messageId: message.id }, 'a carrier request broke');
    return { type: 'unknown', detail: String(error) };
  }
}

/** Renews the lease while the batch is being sent, and says when too little of it is left for another request. */
function keepLease(ctx: Context, claim: Claim): { problem: () => NotRequestedCause | null; end: () => void } {
  const { leaseMs, requestTimeoutMs } = ctx.services.settings.sendTimes;
  let endsAt = performance.now() + leaseMs;
  const renew = async () => {
    const startedAt = performance.now();
    const until = new Date(ctx.services.clock.now().getTime() + leaseMs);
    const renewed = await withTransaction(ctx, (ctx) =>
      ctx.tx.db
        .update(messageBatches)
        .set({ leaseUntil: until })
        .where(
          and(
            eq(messageBatches.id, claim.batch.id),
            eq(messageBatches.claim, claim.claimNumber),
            eq(messageBatches.state, 'claimed'),
          ),
        ),
    );
    if (renewed.rowCount === 1) endsAt = startedAt + leaseMs;
  };
  const timer = setInterval(() => {
    renew().catch((error: unknown) => ctx.log.warn({ err: error }, 'a lease could not be renewed'));
  }, leaseMs / 3);
  return {
    problem: () => (performance.now() + requestTimeoutMs > endsAt ? 'lease' : null),
    end: () => clearInterval(timer),
  };
}
