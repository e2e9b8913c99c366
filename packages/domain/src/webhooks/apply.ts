import { and, eq, isNull, sql } from 'drizzle-orm';
import { ZodError } from 'zod';
import { deadLetters } from '@sms-crm/db/tables/carrier-errors';
import { webhookEvents } from '@sms-crm/db/tables/messages';
import { isConnectionLoss } from '@sms-crm/db/transaction';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { applyStatuses } from './apply-statuses.ts';
import { applyJob, type WebhookKind } from './due.ts';
import { takeEvents, type WebhookEvent } from './event-row.ts';
import { receiveInbound } from './receive-inbound.ts';
import { unparkEvents } from './unpark.ts';

type KindRule = {
  /** Events of one transaction: enough to pay for its round trips, few enough not to hold rows for long. A text may be answered, which takes statements of its own. */
  most: number;
  /** Transactions at the same time: while one waits for PostgreSQL another reads and counts. Texts of a tenant are taken one after the other. */
  lanes: number;
  apply: (ctx: TxContext, events: readonly WebhookEvent[]) => Promise<void>;
};

const kinds: Readonly<Record<WebhookKind, KindRule>> = {
  status: { most: 500, lanes: 2, apply: applyStatuses },
  inbound: { most: 50, lanes: 1, apply: receiveInbound },
};

/** A run this long makes way for other tenants; its rest is another job, ms. */
const turnMs = 2_000;

/** Times an event that cannot be applied is tried, one run each, before it is put aside. */
const mostTries = 5;

/** Characters kept of a failure. */
const mostFailureChars = 500;

/** So many events failing in one run are no bad events but a fault of ours; the run ends and is tried again later. */
const mostFailures = 200;

/**
 * Applies the carrier webhooks of one kind of the tenant that came in and are not applied yet, oldest first. Each is applied exactly
 * once, however often and by however many processes this runs. An event that cannot be applied does not hold up the others: it is
 * tried in 5 runs, then put aside with its failure.
 *
 * @param run.signal ends the run between two transactions
 * @returns how many events were settled
 */
export async function applyWebhookEvents(
  ctx: Context,
  { kind }: { kind: WebhookKind },
  run: { signal: AbortSignal },
): Promise<{ settled: number }> {
  requirePermission(ctx, 'settings:write');
  if (kind === 'status') await unparkEvents(ctx);
  const failed = new Set<string>();
  const until = () => run.signal.aborted || performance.now() > endsAt;
  const endsAt = performance.now() + turnMs;
  const lanes = await Promise.allSettled(
    Array.from({ length: kinds[kind].lanes }, () => applyUntil(ctx, kind, { failed, until })),
  );
  const broken = lanes.find((lane) => lane.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  const done = lanes.flatMap((lane) => (lane.status === 'fulfilled' ? [lane.value] : []));
  if (done.some(({ more }) => more) && !run.signal.aborted) {
    await ctx.services.enqueue([applyJob({ tenantId: ctx.tenantId, kind })]);
  }
  return { settled: done.reduce((sum, { settled }) => sum + settled, 0) };
}

/**
 * Applies batch after batch. Each is looked for from where the last one began, past what was applied before it; when nothing is left
 * there, once more from the start.
 *
 * @returns how many events were settled, and whether some may be left
 */
async function applyUntil(
  ctx: Context,
  kind: WebhookKind,
  { failed, until }: { failed: Set<string>; until: () => boolean },
): Promise<{ settled: number; more: boolean }> {
  let settled = 0;
  let from: string | undefined;
  while (!until()) {
    const batch = await applyBatch(ctx, kind, { failed, from });
    if (failed.size > mostFailures) throw new Error(`${failed.size} carrier webhooks could not be applied`);
    if (batch.count === 0 && from === undefined) return { settled, more: false };
    settled += batch.count;
    from = batch.first;
  }
  return { settled, more: true };
}

type Applied = {
  count: number;
  /** The first of them, where they are one stretch. */ first: string | undefined;
};

async function applyBatch(
  ctx: Context,
  kind: WebhookKind,
  { failed, from }: { failed: Set<string>; from: string | undefined },
): Promise<Applied> {
  const { most, apply } = kinds[kind];
  try {
    return await withTransaction(ctx, async (ctx) => {
      const events = await takeEvents(ctx, { kind, limit: most, without: failed, from });
      if (events.length > 0) await apply(ctx, events);
      return { count: events.length, first: events[0]?.id };
    });
  } catch (error) {
    if (isConnectionLoss(error)) throw error;
    ctx.log.warn({ err: error, kind }, 'a batch of carrier webhooks failed; applying them one by one');
    return { count: await applySingly(ctx, kind, failed), first: undefined };
  }
}

/** One of these events spoils its batch: the others must not wait for it. */
async function applySingly(ctx: Context, kind: WebhookKind, failed: Set<string>): Promise<number> {
  let seen = 0;
  while (seen < kinds[kind].most && failed.size <= mostFailures) {
    const one = await applyOne(ctx, kind, failed);
    if (one === 0) break;
    seen += one;
  }
  return seen;
}

async function applyOne(ctx: Context, kind: WebhookKind, failed: Set<string>): Promise<number> {
  let taken: WebhookEvent | undefined;
  try {
    return await withTransaction(ctx, async (ctx) => {
      [taken] = await takeEvents(ctx, { kind, limit: 1, without: failed });
      if (taken === undefined) return 0;
      await kinds[kind].apply(ctx, [taken]);
      return 1;
    });
  } catch (error) {
    if (isConnectionLoss(error) || taken === undefined) throw error;
    failed.add(taken.id);
    ctx.log.error({ err: error, webhookEventId: taken.id }, 'a carrier webhook could not be applied');
    await noteFailure(ctx, taken.id, error);
    return 1;
  }
}

/** What the carrier sent does not get better by another try. */
async function noteFailure(ctx: Context, id: string, error: unknown): Promise<void> {
  const tries = error instanceof ZodError ? mostTries : 1;
  const failure = rootOf(error).slice(0, mostFailureChars);
  const now = ctx.services.clock.now().toISOString();
  await withTransaction(ctx, async (ctx) => {
    const [noted] = await ctx.tx.db
      .update(webhookEvents)
      .set({
        tries: sql`${webhookEvents.tries} + ${tries}`,
        failure,
        appliedAt: sql`case when ${webhookEvents.tries} + ${tries} >= ${mostTries} then ${now}::timestamptz end`,
      })
      .where(
        and(
          eq(webhookEvents.tenantId, ctx.tenantId),
          eq(webhookEvents.id, id),
          isNull(webhookEvents.appliedAt),
        ),
      )
      .returning({ appliedAt: webhookEvents.appliedAt });
    if (noted === undefined || noted.appliedAt === null) return;
    await ctx.tx.db
      .insert(deadLetters)
      .values({
        tenantId: ctx.tenantId,
        kind: 'webhook',
        subjectId: id,
        code: 'webhook_failed',
        detail: failure,
      })
      .onConflictDoNothing();
  });
}

/** What went wrong first: what wraps it repeats the statement with its values. */
function rootOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : rootOf(error.cause);
}
