import type { MessageKind } from '@sms-crm/contracts/gates';
import type { MessageStatus } from '@sms-crm/contracts/message-status';
import { canRaise } from '../messages/transitions.ts';
import type { CounterDelta, CounterMetric, StatusMove } from '../reports/counters.ts';
import type { ReportedStatus } from './twilio-params.ts';

/** What of a message a status callback can change. */
export type MessageState = {
  id: string;
  campaignId: string | null;
  contactId: string | null;
  phone: string;
  kind: MessageKind | null;
  status: MessageStatus;
  attempt: number;
  /** Times it was tried again after a failure the carrier reported. */
  retries: number;
  parts: number;
  carrierMessageId: string | null;
  errorCode: string | null;
  firstErrorCode: string | null;
  /** When its last request was prepared; null before its first claim. */
  claimedAt: Date | null;
  handedOverAt: Date | null;
  /** What the text costs by our price list, and what is booked for it, micro-dollars. */
  reservedMicros: number;
  costMicros: number | null;
  /** Day of the tenant whose budget it is booked on; null before its first claim. */
  budgetDay: string | null;
  /** The number it was claimed for. */
  numberId: string | null;
  /** Why it was left out; null for a text that was not. */
  reason: string | null;
};

/** One status callback, read. */
export type StatusReport = {
  messageId: string;
  attempt: number;
  status: ReportedStatus;
  carrierMessageId: string;
  errorCode: string | null;
  at: Date;
};

/** What is known of a text of an earlier attempt, when its report comes while the message waits to be sent again, or will not be. */
export type LateText = {
  /** Its hand-over was known before; it went back to the queue because the carrier reported its failure. */
  known: boolean;
  /** What it cost is kept among the charges of earlier attempts. */
  paid: boolean;
};

export type Reported = {
  next: MessageState;
  move: StatusMove | null;
  deltas: CounterDelta[];
  proved: boolean;
  /** Whose report it was: the text the message stands for, one it stands for from now on, or another one. */
  of: 'current' | 'adopted' | 'other';
};

/**
 * What a message becomes by a report. One that does not raise the status changes nothing but an unknown carrier id. The first report
 * of an attempt proves that the carrier took it, whether or not its answer to our request has come: `proved` says that this report did.
 * A report of another text changes nothing, unless it proves, before a newer request began, that an earlier attempt reached the
 * carrier after all: the message stands for that text then and is not sent again. That holds as well for one that was left out or
 * canceled meanwhile: whoever got the text did get it.
 *
 * @param late what is known of an earlier attempt's text; left out where the message does not wait
 */
export function applyReport(message: MessageState, report: StatusReport, late?: LateText): Reported {
  const current = report.attempt === message.attempt || report.carrierMessageId === message.carrierMessageId;
  const adopted = !current && late !== undefined && blocksResend(message, report, late);
  if (!current && !adopted) return unchanged(message, 'other');
  const next = { ...message, carrierMessageId: message.carrierMessageId ?? report.carrierMessageId };
  if (!canRaise(adopted ? 'queued' : message.status, report.status)) return unchanged(next, 'current');
  const deltas: CounterDelta[] = [];
  const count: Count = (metric, value, detail = '') => {
    if (message.campaignId !== null) deltas.push({ campaignId: message.campaignId, metric, detail, value });
  };
  if (message.status === 'skipped') count('skip', -1, message.reason ?? '');
  next.reason = null;
  const first = message.handedOverAt === null;
  // A failure that is taken back was counted as the carrier's refusal when nothing had been handed over.
  if (message.errorCode !== null) count(first ? 'refused' : 'error', -1, message.errorCode);
  if (first) handOver(next, { at: report.at, paid: late?.paid ?? false }, count);
  const failed = report.status === 'failed' || report.status === 'undelivered';
  next.errorCode = failed ? report.errorCode : null;
  next.firstErrorCode = message.firstErrorCode ?? next.errorCode;
  if (next.errorCode !== null) count('error', 1, next.errorCode);
  next.status = report.status;
  const move = { campaignId: message.campaignId, from: message.status, to: report.status };
  const proved = first && !(adopted && late.known);
  return { next, move, deltas, proved, of: adopted ? 'adopted' : 'current' };
}

/** A message in one of these has no request under way. */
const notRequested: readonly MessageStatus[] = ['queued', 'skipped', 'canceled'];

/** Whether a report may be one of an earlier attempt of a message that waits to be sent again, or will not be. */
export function mayBlockResend(
  message: Pick<MessageState, 'status' | 'attempt'>,
  report: StatusReport,
): boolean {
  return notRequested.includes(message.status) && report.attempt < message.attempt;
}

/** A text that failed is tried again although its failure is told once more; not when it arrived after all. */
export function blocksResend(message: MessageState, report: StatusReport, late: LateText): boolean {
  return mayBlockResend(message, report) && (!late.known || report.status === 'delivered');
}

type Count = (metric: CounterMetric, value: number, detail?: string) => void;

/** Books what settling our own request would have booked. */
function handOver(message: MessageState, { at, paid }: { at: Date; paid: boolean }, count: Count): void {
  message.handedOverAt = at;
  count('handed-over', 1);
  count('parts', message.parts);
  if (paid || message.costMicros !== null) return;
  message.costMicros = message.reservedMicros;
  count('cost-micros', message.reservedMicros);
}

function unchanged(next: MessageState, of: Reported['of']): Reported {
  return { next, move: null, deltas: [], proved: false, of };
}
