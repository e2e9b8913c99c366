import { liveTopic } from '@sms-crm/contracts/live';
import { messageEvents } from '@sms-crm/db/tables/messages';
import { signal, type TxContext } from '../context/context.ts';
import { noteReplyEnds } from '../conversations/note-reply-ends.ts';
import type { SentPage } from '../context/ports.ts';
import { noteResults } from '../auto-pause/note-results.ts';
import { addNumberCounts, numberDelta } from '../numbers/daily-counts.ts';
import { addCounts, statusDeltas, type CounterDelta, type StatusMove } from '../reports/counters.ts';
import { mayBlockResend, type StatusReport } from '../webhooks/report-status.ts';
import { applyEnds, endOf, resultsOf, type ReportedEnd } from '../webhooks/reported-ends.ts';
import { readStatus } from '../webhooks/twilio-params.ts';
import { bookDrift, writeDrift } from './book-drift.ts';
import { correctPrices, type PriceDrift } from './correct-prices.ts';
import { correctStatus } from './correct-status.ts';
import {
  lockEarlier,
  lockListed,
  matchInbounds,
  matchTexts,
  type ListedMessage,
  type Match,
} from './listed-messages.ts';
import { writeListed } from './write-listed.ts';

type NewEvent = typeof messageEvents.$inferInsert;

/** Applies a page of the carrier's list to the tenant's messages: statuses, error codes and prices, with counters, ledger and budget. */
export async function applyListing(
  ctx: TxContext,
  input: { texts: SentPage['texts']; accountId: string; simulated: boolean },
): Promise<void> {
  const matches = [...(await matchTexts(ctx, input.texts)), ...(await matchInbounds(ctx, input))];
  const ids = matches.map(({ messageId }) => messageId);
  const before = await lockListed(ctx, ids);
  const corrected = correctStatuses(ctx, matches, before);
  const later = matches.filter(({ messageId, attempt }) => before.get(messageId)?.attempt !== attempt);
  const earlier = await lockEarlier(
    ctx,
    later.map(({ messageId }) => messageId),
  );
  const priced = correctPrices(matches, corrected.messages, earlier);
  for (const message of priced.messages) corrected.messages.set(message.id, message);
  const changed = [...corrected.messages.values()].filter((message) => before.get(message.id) !== message);
  await writeListed(ctx, { messages: changed, earlier: priced.earlier });
  const events = [...corrected.events, ...priced.drifts.map((drift) => driftEvent(ctx, drift))];
  if (events.length > 0) await ctx.tx.db.insert(messageEvents).values(events);
  const steps = await writeDrift(ctx, priced.drifts, input.simulated);
  await applyEnds(ctx, corrected.ends);
  await noteReplyEnds(ctx, changed);
  await addNumberCounts(
    ctx,
    changed.map((message) => numberDelta(before.get(message.id) ?? message, message)),
  );
  await addCounts(ctx, [
    ...statusDeltas(corrected.moves),
    ...corrected.deltas,
    ...priced.drifts.flatMap(costDelta),
  ]);
  await noteResults(ctx, resultsOf(corrected.ends));
  await bookDrift(ctx, steps);
  for (const { campaignId } of corrected.moves) {
    if (campaignId !== null) signal(ctx, liveTopic.campaign(campaignId));
  }
}

type Corrected = {
  messages: Map<string, ListedMessage>;
  moves: StatusMove[];
  deltas: CounterDelta[];
  events: NewEvent[];
  ends: ReportedEnd[];
};

function correctStatuses(
  ctx: TxContext,
  matches: readonly Match[],
  before: ReadonlyMap<string, ListedMessage>,
): Corrected {
  const messages = new Map(before);
  const result: Corrected = { messages, moves: [], deltas: [], events: [], ends: [] };
  for (const match of matches) {
    const message = messages.get(match.messageId);
    const report = reportOf(match, ctx.services.clock.now());
    if (message === undefined || report === undefined) continue;
    const { next, move, deltas } = correctStatus(message, report);
    // The claim finds it and does not send the text again.
    if (report.status === 'delivered' && mayBlockResend(message, report))
      result.events.push(statusEvent(ctx, report));
    if (move === null) continue;
    messages.set(message.id, { ...next, priced: message.priced });
    result.moves.push(move);
    result.deltas.push(...deltas);
    result.events.push(statusEvent(ctx, report));
    const ended = endOf({ message, report, moved: true });
    if (ended !== null) result.ends.push(ended);
  }
  return result;
}

/** A word or a code that is not known says nothing; it was told when its callback came. */
function reportOf({ text, messageId, attempt }: Match, at: Date): StatusReport | undefined {
  const { carrierMessageId, status, errorCode } = text;
  const params = { MessageSid: carrierMessageId, MessageStatus: status, ErrorCode: errorCode ?? '' };
  const read = readStatus(params);
  if (typeof read === 'string') return undefined;
  return {
    messageId,
    attempt,
    carrierMessageId,
    status: read.status,
    errorCode: read.errorCode,
    at,
  };
}

function statusEvent(ctx: TxContext, report: StatusReport): NewEvent {
  const { messageId, attempt, carrierMessageId, errorCode, status } = report;
  return {
    tenantId: ctx.tenantId,
    messageId,
    attempt,
    carrierMessageId,
    errorCode,
    type: status,
    detail: 'Found in the carrier’s list',
    at: ctx.services.clock.now(),
  };
}

const microsPerDollar = 1_000_000;

function driftEvent(ctx: TxContext, { messageId, attempt, driftMicros }: PriceDrift): NewEvent {
  const amount = (Math.abs(driftMicros) / microsPerDollar).toFixed(6);
  const detail = `The carrier charged ${amount} USD ${driftMicros > 0 ? 'more' : 'less'} than was booked`;
  return {
    tenantId: ctx.tenantId,
    messageId,
    attempt,
    type: 'priced',
    detail,
    at: ctx.services.clock.now(),
  };
}

function costDelta({ campaignId, driftMicros }: PriceDrift): CounterDelta[] {
  return campaignId === null ? [] : [{ campaignId, metric: 'cost-micros', value: driftMicros }];
}
