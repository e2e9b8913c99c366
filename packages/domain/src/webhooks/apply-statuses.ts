import { and, eq, inArray, sql } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import { messageEvents, messages, type webhookEvents } from '@sms-crm/db/tables/messages';
import { signal, type TxContext } from '../context/context.ts';
import { noteResults } from '../auto-pause/note-results.ts';
import { addNumberCounts, numberDelta } from '../numbers/daily-counts.ts';
import { addCounts, statusDeltas, type CounterDelta, type StatusMove } from '../reports/counters.ts';
import { releaseMoney } from '../capacity/release.ts';
import { bookCharges, type Booked } from './book-charges.ts';
import { applyEnds, endOf, resultsOf, type ReportedEnd } from './reported-ends.ts';
import { settleEvents } from './event-row.ts';
import { applyReport, type MessageState, type StatusReport } from './report-status.ts';
import { readStatus } from './twilio-params.ts';

type EventRow = typeof webhookEvents.$inferSelect;
type NewMessageEvent = typeof messageEvents.$inferInsert;

/**
 * Applies status callbacks in the order they came in: one read and lock of the messages, one update, one insert of events.
 * An event that speaks of no message of this tenant is put aside with the reason.
 */
export async function applyStatuses(ctx: TxContext, events: readonly EventRow[]): Promise<void> {
  const ids = await messageIdsOf(ctx, events);
  const before = await lockMessages(
    ctx,
    [...ids.values()].map((subject) => subject.messageId),
  );
  const now = new Map(before);
  const asides = new Map<string, string>();
  const moves: StatusMove[] = [];
  const deltas: CounterDelta[] = [];
  const rows: NewMessageEvent[] = [];
  const reported: ReportedEnd[] = [];
  const booked: Booked[] = [];
  for (const event of events) {
    const report = reportOf(event, ids.get(event.id));
    const message = typeof report === 'string' ? undefined : now.get(report.messageId);
    if (typeof report === 'string' || message === undefined) {
      asides.set(
        event.id,
        typeof report === 'string' ? report : 'It speaks of a message that does not exist.',
      );
      continue;
    }
    const outcome = applyReport(message, report);
    now.set(message.id, outcome.next);
    if (message.costMicros === null && outcome.next.costMicros !== null) booked.push({ event, message });
    if (outcome.move !== null) moves.push(outcome.move);
    deltas.push(...outcome.deltas);
    rows.push(...eventRows(ctx.tenantId, report, { proved: outcome.proved, current: message.attempt }));
    const ended = endOf({ message, report, moved: outcome.move !== null });
    if (ended !== null) reported.push(ended);
  }
  const changed = [...now.values()].filter((message) => before.get(message.id) !== message);
  await writeMessages(ctx, changed);
  if (rows.length > 0) await ctx.tx.db.insert(messageEvents).values(rows);
  const charges = await bookCharges(ctx, booked);
  await applyEnds(ctx, reported);
  await settleEvents(ctx, events, asides);
  await addNumberCounts(
    ctx,
    changed.map((message) => numberDelta(before.get(message.id) ?? message, message)),
  );
  await addCounts(ctx, [...statusDeltas(moves), ...deltas]);
  await noteResults(ctx, resultsOf(reported));
  await releaseMoney(ctx, charges);
  for (const { campaignId } of moves) if (campaignId !== null) signal(ctx, liveTopic.campaign(campaignId));
}

type Subject = { messageId: string; attempt: number };

/** Which attempt of which message each event speaks of: by its URL, else by the carrier's id of a text handed over. */
async function messageIdsOf(ctx: TxContext, events: readonly EventRow[]): Promise<Map<string, Subject>> {
  const subjects = new Map<string, Subject>();
  const sids: string[] = [];
  for (const { id, messageId, attempt, params } of events) {
    if (messageId !== null && attempt !== null) subjects.set(id, { messageId, attempt });
    else sids.push(params['MessageSid'] ?? '');
  }
  if (sids.length === 0) return subjects;
  const known = await ctx.tx.db
    .select({
      sid: messageEvents.carrierMessageId,
      messageId: messageEvents.messageId,
      attempt: messageEvents.attempt,
    })
    .from(messageEvents)
    .where(
      and(
        eq(messageEvents.tenantId, ctx.tenantId),
        eq(messageEvents.type, 'handed-over'),
        inArray(messageEvents.carrierMessageId, sids),
      ),
    );
  const bySid = new Map(known.map((row) => [row.sid, row]));
  for (const { id, params } of events) {
    const found = bySid.get(params['MessageSid'] ?? '');
    if (found !== undefined && !subjects.has(id)) subjects.set(id, found);
  }
  return subjects;
}

async function lockMessages(ctx: TxContext, ids: readonly string[]): Promise<Map<string, MessageState>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.tx.db
    .select({
      id: messages.id,
      campaignId: messages.campaignId,
      phone: messages.phone,
      status: messages.status,
      attempt: messages.attempt,
      retries: messages.retries,
      parts: messages.parts,
      carrierMessageId: messages.carrierMessageId,
      errorCode: messages.errorCode,
      firstErrorCode: messages.firstErrorCode,
      handedOverAt: messages.handedOverAt,
      reservedMicros: messages.reservedMicros,
      costMicros: messages.costMicros,
      budgetDay: messages.budgetDay,
      numberId: messages.numberId,
    })
    .from(messages)
    .where(
      and(
        eq(messages.tenantId, ctx.tenantId),
        inArray(messages.id, [...new Set(ids)]),
        eq(messages.direction, 'outbound'),
      ),
    )
    .orderBy(messages.id)
    .for('no key update');
  return new Map(rows.map((row) => [row.id, row]));
}

/** @returns words why the event cannot be applied when it cannot */
function reportOf(event: EventRow, subject: Subject | undefined): StatusReport | string {
  const read = readStatus(event.params);
  if (typeof read === 'string') return read;
  const { sid, status, errorCode } = read;
  if (subject === undefined) return `No text was handed over as ${sid}.`;
  return { ...subject, status, carrierMessageId: sid, errorCode, at: event.receivedAt };
}

function eventRows(
  tenantId: string,
  report: StatusReport,
  context: { proved: boolean; current: number },
): NewMessageEvent[] {
  const { messageId, attempt, carrierMessageId, errorCode, at } = report;
  const row = { tenantId, messageId, attempt, carrierMessageId, at };
  const late = attempt === context.current ? null : 'Reported for another attempt; changes nothing';
  const reported = { ...row, type: report.status, errorCode, detail: late };
  const proof = { ...row, type: 'handed-over', detail: 'Proved by a status callback' };
  return context.proved ? [proof, reported] : [reported];
}

async function writeMessages(ctx: TxContext, changed: readonly MessageState[]): Promise<void> {
  if (changed.length === 0) return;
  const column = (value: (message: MessageState) => string | null) => sql.param(changed.map(value));
  await ctx.tx.db.execute(sql`
    update messages m set
      status = c.status, carrier_message_id = c.carrier_message_id, error_code = c.error_code,
      first_error_code = c.first_error_code, handed_over_at = c.handed_over_at, cost_micros = c.cost_micros
    from unnest(
      ${column((message) => message.id)}::uuid[],
      ${column((message) => message.status)}::text[],
      ${column((message) => message.carrierMessageId)}::text[],
      ${column((message) => message.errorCode)}::text[],
      ${column((message) => message.firstErrorCode)}::text[],
      ${column((message) => message.handedOverAt?.toISOString() ?? null)}::timestamptz[],
      ${column((message) => message.costMicros?.toString() ?? null)}::bigint[]
    ) as c (id, status, carrier_message_id, error_code, first_error_code, handed_over_at, cost_micros)
    where m.tenant_id = ${ctx.tenantId} and m.id = c.id`);
}
