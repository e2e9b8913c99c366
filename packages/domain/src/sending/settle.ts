import { sql } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import type { MessageStatus } from '@sms-crm/contracts/message-status';
import { runPrepared } from '@sms-crm/db/prepared';
import { cancelWaiting } from '../campaigns/cancel-waiting.ts';
import { completeIfDone } from '../campaigns/complete.ts';
import { signal, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { noteReplyEnds } from '../conversations/note-reply-ends.ts';
import type { SendOutcome } from '../context/ports.ts';
import { applyFailures, type CarrierFailure } from '../errors/apply-failures.ts';
import { pauseUnroutable } from '../errors/pause-unroutable.ts';
import { writeDeadLetters } from '../errors/plan-retries.ts';
import { raisedBy } from '../messages/transitions.ts';
import { addNumberCounts, type NumberDelta } from '../numbers/daily-counts.ts';
import { rememberNumbers, type Texted } from '../numbers/remember.ts';
import { addCounts, statusDeltas, type CounterDelta } from '../reports/counters.ts';
import { releaseMoney, releaseParts, type Released } from '../capacity/release.ts';
import { writeLedger } from '../ledger/write.ts';
import { lockBatch, type BatchRow } from './batch-row.ts';
import type { Claim, ClaimedMessage } from './claim.ts';
import { concludeBatch } from './conclude.ts';
import { recipientCauses } from './guard-facts.ts';
import type { NotRequestedCause } from './send.ts';
import { writeEvents } from './write-events.ts';

export type Settled = {
  message: ClaimedMessage;
  outcome: SendOutcome | { type: 'not-requested'; cause: NotRequestedCause };
  /** When it was known; others of the batch may take long after. */
  at: Date;
};

/** Waits before a batch is offered again: after the carrier asked for it, and after a stop that may be over soon, ms. */
const maxRetryMs = 5 * 60_000;

/** Times a message is tried when its requests provably never reached the carrier; with the pauses above about 16 hours. */
const maxAttempts = 200;

/** Writes the outcomes of a claimed batch in one transaction: statuses, events, counters, and what becomes of the batch. */
export async function settleBatch(
  ctx: Context,
  input: { claim: Claim; settled: readonly Settled[] },
): Promise<void> {
  const { batch } = input.claim;
  const done = await withTransaction(ctx, async (ctx) => {
    const locked = await lockBatch(ctx, batch.id);
    const moves = await writeOutcomes(ctx, batch, input.settled);
    await writeEvents(ctx, input.settled);
    await applyFailures(ctx, failuresOf(input.claim, input.settled));
    await pauseUnroutable(ctx, {
      campaignId: batch.campaignId,
      outcomes: input.settled.map(({ outcome }) => outcome),
    });
    await giveUp(ctx, moves);
    await noteReplyEnds(
      ctx,
      moves.map(({ message }) => message),
    );
    const released = moves.filter(({ to }) => isReleased(to));
    await settleLedger(ctx, input.claim, { moves, released });
    if (input.claim.rememberNumber) await rememberNumbers(ctx, textedBy(input.claim, moves));
    if (batch.campaignId !== null) signal(ctx, liveTopic.campaign(batch.campaignId));
    // Otherwise the lease had run out while this process stood still, and the batch is no longer ours.
    const ours = locked?.claim === input.claim.claimNumber && locked.state === 'claimed';
    const done = ours
      ? await concludeBatch(ctx, locked, {
          retryAfterMs: retryAfterMs(input.settled),
          rest: input.claim.rest,
        })
      : false;
    // Rows that all claims of a campaign and a tenant meet at come last, so that they are held for a moment only.
    await releaseParts(ctx, released.map(releasedOf(input.claim)));
    await addNumberCounts(ctx, [handedOverDelta(input.claim, moves)]);
    await addCounts(ctx, deltasOf(batch, moves));
    await releaseMoney(ctx, released.map(releasedOf(input.claim)));
    return done;
  });
  if (batch.campaignId === null) return;
  const canceled = input.settled.some(({ outcome }) => 'cause' in outcome && outcome.cause === 'canceled');
  if (canceled) await cancelWaiting(ctx, { campaignId: batch.campaignId });
  else if (done) await completeIfDone(ctx, { campaignId: batch.campaignId });
}

function failuresOf(claim: Claim, settled: readonly Settled[]): CarrierFailure[] {
  return settled.flatMap(({ message, outcome, at }) => {
    const code = 'errorCode' in outcome ? outcome.errorCode : undefined;
    if (code === undefined) return [];
    const { id, phone, kind, campaignId } = message;
    const askedMs = outcome.type === 'not-sent' ? outcome.askedMs : undefined;
    return [
      {
        messageId: id,
        phone,
        kind,
        campaignId,
        numberId: claim.number.id,
        code,
        at,
        ...(askedMs === undefined ? {} : { askedMs }),
      },
    ];
  });
}

/** Texts whose requests never reached the carrier, however often they were tried. */
async function giveUp(ctx: TxContext, moves: readonly Move[]): Promise<void> {
  await writeDeadLetters(
    ctx,
    moves
      .filter(({ change }) => change.errorCode === notSentCode)
      .map(({ message: { id, campaignId, attempt } }) => ({
        messageId: id,
        campaignId,
        attempt,
        code: notSentCode,
      })),
  );
}

/** The code of a text that was given up because no request reached the carrier. */
const notSentCode = 'not_sent';

type Change = {
  id: string;
  attempt: number;
  to: MessageStatus;
  /** Statuses this outcome changes; in any other one it only leaves its event. */
  from: readonly MessageStatus[];
  carrierMessageId: string | null;
  errorCode: string | null;
  reason: string | null;
};

/** Causes that are final: the message will never be sent. */
function isSkip(cause: NotRequestedCause): boolean {
  return cause === 'too_late' || recipientCauses.some((own) => own === cause);
}

function changeOf({ message, outcome }: Settled): Change {
  const base = {
    id: message.id,
    attempt: message.attempt,
    carrierMessageId: null,
    errorCode: null,
    reason: null,
  };
  if (outcome.type === 'accepted') {
    return {
      ...base,
      to: 'accepted',
      from: raisedBy('accepted'),
      carrierMessageId: outcome.carrierMessageId,
    };
  }
  if (outcome.type === 'refused') {
    return { ...base, to: 'failed', from: ['sending', 'unknown'], errorCode: outcome.errorCode };
  }
  if (outcome.type === 'unknown') return { ...base, to: 'unknown', from: ['sending'] };
  if (outcome.type === 'not-sent' && message.attempt + 1 >= maxAttempts) {
    return { ...base, to: 'failed', from: ['sending', 'unknown'], errorCode: notSentCode };
  }
  const skipped = outcome.type === 'not-requested' && isSkip(outcome.cause);
  return {
    ...base,
    to: skipped ? 'skipped' : 'queued',
    from: ['sending', 'unknown'],
    reason: skipped ? outcome.cause : null,
  };
}

type Move = { message: ClaimedMessage; from: MessageStatus; to: MessageStatus; change: Change };

/** The batch's range of ids keeps every plan at its own rows, however many the tenant has. */
async function writeOutcomes(ctx: TxContext, batch: BatchRow, settled: readonly Settled[]): Promise<Move[]> {
  const changes = settled.map(changeOf);
  const column = <T>(pick: (change: Change) => T) => sql.param(changes.map((change) => pick(change)));
  const { rows } = await runPrepared<{ id: string; from: MessageStatus; to: MessageStatus }>(
    ctx.tx.db,
    sql`
    with locked as (
      select m.id, v.*, m.status = any (string_to_array(v.changes, ',')) as moves
      from messages m join unnest(${column(({ id }) => id)}::uuid[], ${column(({ attempt }) => attempt)}::int[],
        ${column(({ to }) => to)}::text[], ${column(({ from }) => from.join(','))}::text[],
        ${column(({ carrierMessageId }) => carrierMessageId)}::text[], ${column(({ errorCode }) => errorCode)}::text[],
        ${column(({ reason }) => reason)}::text[])
        as v (message_id, attempt_was, new_status, changes, sid, code, why) on m.id = v.message_id
      where m.id between ${batch.firstId}::uuid and ${batch.lastId}::uuid
      order by m.id for no key update of m
    )
    update messages m set
      status = case when l.moves then l.new_status else m.status end,
      attempt = m.attempt + case when l.moves and l.new_status = 'queued' then 1 else 0 end,
      reason = case when l.moves then coalesce(l.why, m.reason) else m.reason end,
      carrier_message_id = coalesce(m.carrier_message_id, l.sid),
      handed_over_at = case when l.sid is not null then coalesce(m.handed_over_at, ${ctx.services.clock.now().toISOString()}::timestamptz) else m.handed_over_at end,
      cost_micros = case when l.sid is not null then coalesce(m.cost_micros, m.reserved_micros) else m.cost_micros end,
      error_code = coalesce(l.code, m.error_code),
      first_error_code = coalesce(m.first_error_code, l.code)
    from locked l where m.id = l.id and m.attempt = l.attempt_was and m.id between ${batch.firstId}::uuid and ${batch.lastId}::uuid
    returning m.id, old.status as "from", new.status as "to"`,
  );
  const byId = new Map(settled.map((one, index) => [one.message.id, { one, change: changes[index] }]));
  return rows.flatMap(({ id, from, to }): Move[] => {
    const found = byId.get(id);
    if (found?.change === undefined || from === to) return [];
    return [{ message: found.one.message, from, to, change: found.change }];
  });
}

/** A text that ended here without being handed over takes nothing of budget and days. */
function isReleased(to: MessageStatus): boolean {
  return to === 'queued' || to === 'skipped' || to === 'failed';
}

function releasedOf(claim: Claim): (move: Move) => Released {
  return ({ message }) => ({
    numberId: claim.number.id,
    budgetDay: claim.budgetDay,
    simulated: claim.simulated,
    claimedAt: claim.claimedAt,
    parts: message.parts,
    micros: message.costMicros,
  });
}

function handedOverDelta(claim: Claim, moves: readonly Move[]): NumberDelta | null {
  const accepted = moves.filter(({ to }) => to === 'accepted');
  if (accepted.length === 0) return null;
  return {
    numberId: claim.number.id,
    day: claim.budgetDay,
    handedOver: accepted.length,
    parts: accepted.reduce((sum, { message }) => sum + message.parts, 0),
    delivered: 0,
    failed: 0,
    filtered: 0,
  };
}

async function settleLedger(
  ctx: TxContext,
  { batch, claimNumber, budgetDay, simulated }: Claim,
  { moves, released }: { moves: readonly Move[]; released: readonly Move[] },
): Promise<void> {
  const step = { batchId: batch.id, claim: claimNumber, budgetDay, simulated };
  const sum = (some: readonly Move[]) => some.reduce((micros, { message }) => micros + message.costMicros, 0);
  const accepted = moves.filter(({ to }) => to === 'accepted');
  await writeLedger(ctx, [
    { ...step, kind: 'settle', micros: sum(accepted) },
    { ...step, kind: 'release', micros: sum(released) },
  ]);
}

function textedBy({ number }: Claim, moves: readonly Move[]): Texted[] {
  return moves
    .filter(({ to }) => to === 'accepted')
    .map(({ message: { contactId } }) => ({ contactId, numberId: number.id }));
}

/** All texts of a batch are of its campaign. */
function deltasOf({ campaignId }: BatchRow, moves: readonly Move[]): CounterDelta[] {
  if (campaignId === null) return [];
  const accepted = moves.filter(({ to }) => to === 'accepted').map(({ message }) => message);
  const sum = (pick: (message: ClaimedMessage) => number) =>
    accepted.reduce((total, message) => total + pick(message), 0);
  return [
    ...statusDeltas(moves.map(({ from, to }) => ({ campaignId, from, to }))),
    { campaignId, metric: 'handed-over', value: accepted.length },
    { campaignId, metric: 'parts', value: sum(({ parts }) => parts) },
    { campaignId, metric: 'cost-micros', value: sum(({ costMicros }) => costMicros) },
    ...moves.flatMap(({ to, change: { errorCode, reason } }): CounterDelta[] => [
      ...(to === 'failed' && errorCode !== null
        ? [{ campaignId, metric: 'refused', detail: errorCode, value: 1 } as const]
        : []),
      ...(reason === null ? [] : [{ campaignId, metric: 'skip', detail: reason, value: 1 } as const]),
    ]),
  ];
}

function retryAfterMs(settled: readonly Settled[]): number {
  const asked = settled.map(({ message, outcome }) =>
    outcome.type === 'not-sent'
      ? Math.max(outcome.retryAfterMs, 1_000 * 2 ** Math.min(message.attempt, 9))
      : 0,
  );
  return Math.min(maxRetryMs, Math.max(0, ...asked));
}
