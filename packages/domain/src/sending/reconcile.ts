import { randomUUID } from 'node:crypto';
import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import type { MessageStatus } from '@sms-crm/contracts/message-status';
import { messageBatches, messageEvents, messages } from '@sms-crm/db/tables/messages';
import { completeIfDone } from '../campaigns/complete.ts';
import { writeDeadLetters } from '../errors/plan-retries.ts';
import { releaseMoney, releaseParts, type Released } from '../capacity/release.ts';
import { signal, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { noteReplyEnds } from '../conversations/note-reply-ends.ts';
import type { ListedText } from '../context/ports.ts';
import { writeLedger, type LedgerStep } from '../ledger/write.ts';
import { isLive } from '../numbers/find.ts';
import { applyReports } from '../webhooks/apply-reports.ts';
import { addCounts, statusDeltas, type CounterDelta } from '../reports/counters.ts';
import { belongsTo, lockBatch, type MessageRow } from './batch-row.ts';
import { chooseListed, lockEqual } from './choose-listed.ts';
import { concludeBatch } from './conclude.ts';
import { lookUpsOf, type Finding } from './look-up.ts';

/** After this long without an answer a message is failed and its cost kept, ms. */
const giveUpMs = 24 * 3_600_000;

/** Listings of one batch that are asked for at once: most of a look-up is waiting, and the account's texts need its open requests, too. */
const lookUpsAtOnce = 5;

/**
 * Asks the carrier what became of a batch's messages whose outcome is unknown. A listed message with the same sender, recipient and body,
 * created after the claim and belonging to no other row, is ours. Only when two complete listings a while apart show none, it goes back to the queue.
 * A process that ends leaves the rest to the next offer, at most a lease later.
 */
export async function reconcileBatch(
  ctx: Context,
  input: { batchId: string },
  run: { signal: AbortSignal },
): Promise<void> {
  const scene = await withTransaction(ctx, async (ctx) => {
    const batch = await lockBatch(ctx, input.batchId);
    if (batch === undefined) return undefined;
    const rows = await ctx.tx.db
      .select({ message: messages, ripe: isRipe(ctx) })
      .from(messages)
      .where(and(belongsTo(batch), eq(messages.status, 'unknown')));
    return { batch, ripe: rows.filter(({ ripe }) => ripe), all: rows.every(({ ripe }) => ripe) };
  });
  if (scene === undefined) return;
  const rows = scene.ripe.map(({ message }) => message);
  if (!(await lookUpAll(ctx, { batchId: input.batchId, rows }, run.signal))) return;
  const done = await withTransaction(ctx, async (ctx) => {
    const batch = await lockBatch(ctx, input.batchId);
    if (batch === undefined || batch.state !== 'open') return false;
    const { reconcileGapMs, reconcileWaitMs } = ctx.services.settings.sendTimes;
    return concludeBatch(ctx, batch, { lookAgainMs: scene.all ? reconcileGapMs : reconcileWaitMs });
  });
  if (done && scene.batch.campaignId !== null)
    await completeIfDone(ctx, { campaignId: scene.batch.campaignId });
}

/** @returns whether all were looked up: a process that ends leaves the rest */
async function lookUpAll(
  ctx: Context,
  { batchId, rows }: { batchId: string; rows: readonly MessageRow[] },
  signal: AbortSignal,
): Promise<boolean> {
  const showLife = signOfLife(ctx, batchId);
  const lookUp = lookUpsOf(ctx);
  let silence: Finding | undefined;
  for (let at = 0; at < rows.length; at += lookUpsAtOnce) {
    if (signal.aborted) return false;
    await showLife();
    const found = await Promise.all(
      rows
        .slice(at, at + lookUpsAtOnce)
        .map(async (row) => ({ row, finding: silence ?? (await lookUp(row)) })),
    );
    silence ??= silenceOf(found.map(({ finding }) => finding));
    for (const { row, finding } of found)
      await withTransaction(ctx, (ctx) => applyFinding(ctx, row, finding));
  }
  return true;
}

/** What is found of all others where the carrier, away or too busy, answered none of those it was asked for. */
function silenceOf(findings: readonly Finding[]): Finding | undefined {
  const isSilent = findings.every((finding) => finding.type === 'no-answer' && finding.asked);
  return isSilent ? findings[0] : undefined;
}

/** Whether a message has been unknown long enough to be looked up: others of its batch may have been so before it. */
function isRipe({ services: { clock, settings } }: TxContext) {
  const since = new Date(clock.now().getTime() - settings.sendTimes.reconcileWaitMs).toISOString();
  return sql<boolean>`exists (
    select from message_events e where e.tenant_id = messages.tenant_id and e.message_id = messages.id
      and e.attempt = messages.attempt and e.type = 'unknown' and e.at <= ${since}::timestamptz)`;
}

/** Puts off the next offer of the batch while this one is at work, at a third of a lease. */
function signOfLife(ctx: Context, batchId: string): () => Promise<void> {
  const { leaseMs } = ctx.services.settings.sendTimes;
  let shownAt = performance.now();
  return async () => {
    if (performance.now() - shownAt < leaseMs / 3) return;
    shownAt = performance.now();
    const reconcileAt = new Date(ctx.services.clock.now().getTime() + leaseMs);
    await withTransaction(ctx, (ctx) =>
      ctx.tx.db
        .update(messageBatches)
        .set({ reconcileAt })
        .where(and(eq(messageBatches.id, batchId), isNotNull(messageBatches.reconcileAt))),
    );
  };
}

async function applyFinding(ctx: TxContext, seen: MessageRow, finding: Finding): Promise<void> {
  await lockForTenant(ctx, `outcome ${seen.phone}`);
  if (finding.type === 'listed') await lockEqual(ctx, seen);
  const [row] = await ctx.tx.db.select().from(messages).where(eq(messages.id, seen.id)).for('no key update');
  if (row?.status !== 'unknown' || row.attempt !== seen.attempt) return;
  const choice = finding.type === 'listed' ? await chooseListed(ctx, row, finding.texts) : finding.type;
  if (typeof choice === 'object') return acceptListed(ctx, row, choice);
  const now = ctx.services.clock.now();
  const listedAt = finding.type === 'listed' ? finding.askedAt : now;
  const change = await decide(ctx, row, choice, { now, listedAt });
  await ctx.tx.db.insert(messageEvents).values({
    tenantId: ctx.tenantId,
    messageId: row.id,
    attempt: row.attempt,
    at: now,
    type: change.event,
    detail: finding.type === 'no-answer' ? finding.detail.slice(0, 500) : null,
  });
  if (change.to === 'unknown') return;
  if (change.to === 'failed') {
    const { id, campaignId, attempt } = row;
    await writeDeadLetters(ctx, [{ messageId: id, campaignId, attempt, code: 'unknown' }]);
  }
  await ctx.tx.db
    .update(messages)
    .set({
      status: change.to,
      ...(change.to === 'queued' ? { attempt: row.attempt + 1 } : {}),
      ...(change.to === 'failed' ? { errorCode: 'unknown', costMicros: row.reservedMicros } : {}),
    })
    .where(eq(messages.id, row.id));
  await noteReplyEnds(ctx, [row]);
  const simulated = !(await isLive(ctx, row.numberId ?? row.id));
  await writeLedger(ctx, ledgerOf(row, change.to, simulated));
  const released = change.to === 'queued' ? releasedOf(row, simulated) : [];
  await releaseParts(ctx, released);
  await addCounts(ctx, deltasOf(row, change.to));
  await releaseMoney(ctx, released);
  if (row.campaignId !== null) signal(ctx, liveTopic.campaign(row.campaignId));
}

/** The carrier has it; how far it got, callbacks and the follow-up tell. */
async function acceptListed(
  ctx: TxContext,
  row: MessageRow,
  { carrierMessageId }: ListedText,
): Promise<void> {
  const report = {
    messageId: row.id,
    attempt: row.attempt,
    status: 'accepted' as const,
    carrierMessageId,
    errorCode: null,
    at: ctx.services.clock.now(),
  };
  await applyReports(ctx, new Map([[row.id, row]]), [
    { sourceId: randomUUID(), report, keep: false, proof: null },
  ]);
}

/** What was reserved is charged, or goes back when nothing was sent. */
function ledgerOf(row: MessageRow, to: Decision['to'], simulated: boolean): LedgerStep[] {
  if (row.budgetDay === null) return [];
  const kind = to === 'queued' ? 'release' : 'settle';
  return [
    {
      kind,
      sourceId: row.id,
      claim: row.attempt,
      micros: row.reservedMicros,
      budgetDay: row.budgetDay,
      simulated,
    },
  ];
}

function releasedOf(
  { numberId, budgetDay, claimedAt, parts, reservedMicros }: MessageRow,
  simulated: boolean,
): Released[] {
  if (numberId === null || budgetDay === null || claimedAt === null) return [];
  return [{ numberId, budgetDay, claimedAt, parts, micros: reservedMicros, simulated }];
}

type Decision = { to: Extract<MessageStatus, 'queued' | 'failed' | 'unknown'>; event: string };

async function decide(
  ctx: TxContext,
  row: MessageRow,
  choice: 'none' | 'several' | 'no-answer',
  { now, listedAt }: { now: Date; listedAt: Date },
): Promise<Decision> {
  if (choice === 'none' && (await wasEmptyBefore(ctx, row, listedAt)))
    return { to: 'queued', event: 'not-listed-again' };
  const waitedMs = now.getTime() - (row.claimedAt ?? row.createdAt).getTime();
  if (waitedMs > giveUpMs) return { to: 'failed', event: 'given-up' };
  const events = { none: 'not-listed', several: 'several-listed', 'no-answer': 'not-looked-up' } as const;
  return { to: 'unknown', event: events[choice] };
}

/** Whether a complete listing at least the gap before this one showed no such message either; this one may have been held up since. */
async function wasEmptyBefore(ctx: TxContext, row: MessageRow, listedAt: Date): Promise<boolean> {
  const seen = await ctx.tx.db
    .select()
    .from(messageEvents)
    .where(and(eq(messageEvents.messageId, row.id), eq(messageEvents.attempt, row.attempt)))
    .orderBy(desc(messageEvents.id))
    .limit(200);
  const { reconcileGapMs } = ctx.services.settings.sendTimes;
  return seen.some(
    (event) => event.type === 'not-listed' && listedAt.getTime() - event.at.getTime() >= reconcileGapMs,
  );
}

function deltasOf(row: MessageRow, to: Decision['to']): CounterDelta[] {
  const { campaignId } = row;
  if (campaignId === null) return [];
  const deltas = statusDeltas([{ campaignId, from: 'unknown', to }]);
  if (to === 'failed') {
    deltas.push(
      { campaignId, metric: 'refused', detail: 'unknown', value: 1 },
      { campaignId, metric: 'cost-micros', value: row.reservedMicros },
    );
  }
  return deltas;
}
