import { and, eq, inArray } from 'drizzle-orm';
import { messageEvents } from '@sms-crm/db/tables/messages';
import type { TxContext } from '../context/context.ts';
import { applyReports, type Incoming } from './apply-reports.ts';
import { settleEvents, type WebhookEvent } from './event-row.ts';
import { lockStates } from './message-states.ts';
import type { StatusReport } from './report-status.ts';
import { parkEvents, type Parked } from './park.ts';
import { putAside } from './put-aside.ts';
import { redirectTaken } from './taken-texts.ts';
import { readStatus } from './twilio-params.ts';

/**
 * Applies status callbacks in the order they came in: one read and lock of the messages, one update, one insert of events.
 * An event that cannot be used is put aside with the reason; one that names a text only by an id of the carrier that nobody knows is
 * parked until the answer that brings the id is stored.
 */
export async function applyStatuses(ctx: TxContext, events: readonly WebhookEvent[]): Promise<void> {
  const ids = await messageIdsOf(ctx, events);
  const before = await lockStates(
    ctx,
    [...ids.values()].map((subject) => subject.messageId),
  );
  const asides = new Map<string, string>();
  const early: Parked[] = [];
  const incoming: Incoming[] = [];
  for (const event of events) {
    const report = reportOf(event, ids.get(event.id));
    if (typeof report === 'string') asides.set(event.id, report);
    else if ('unknownSid' in report) early.push({ eventId: event.id, carrierMessageId: report.unknownSid });
    else if (!before.has(report.messageId))
      asides.set(event.id, 'It speaks of a message that does not exist.');
    else incoming.push({ sourceId: event.id, report, keep: true, proof: 'Proved by a status callback' });
  }
  await settleEvents(ctx, events, asides);
  await parkEvents(ctx, early);
  const told = await redirectTaken(ctx, { before, incoming });
  await applyReports(ctx, told.before, told.incoming);
  await putAside(ctx, asides);
}

type Subject = { messageId: string; attempt: number };

/** Which attempt of which message each event speaks of: by its URL, else by the carrier's id of a text handed over. */
async function messageIdsOf(ctx: TxContext, events: readonly WebhookEvent[]): Promise<Map<string, Subject>> {
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

/** @returns words why the event cannot be applied when it cannot; the carrier's id alone when no text of that id is known yet */
function reportOf(
  event: WebhookEvent,
  subject: Subject | undefined,
): StatusReport | { unknownSid: string } | string {
  const read = readStatus(event.params);
  if (typeof read === 'string') return read;
  const { sid, status, errorCode } = read;
  if (subject === undefined) return { unknownSid: sid };
  return { ...subject, status, carrierMessageId: sid, errorCode, at: event.receivedAt };
}
