import type { MessageStatus } from '@sms-crm/contracts/message-status';
import { canRaise } from '../messages/transitions.ts';
import type { CounterDelta, CounterMetric, StatusMove } from '../reports/counters.ts';
import type { ReportedStatus } from './twilio-params.ts';

/** What of a message a status callback can change. */
export type MessageState = {
  id: string;
  campaignId: string | null;
  phone: string;
  status: MessageStatus;
  attempt: number;
  /** Times it was tried again after a failure the carrier reported. */
  retries: number;
  parts: number;
  carrierMessageId: string | null;
  errorCode: string | null;
  firstErrorCode: string | null;
  handedOverAt: Date | null;
  /** What the text costs by our price list, and what is booked for it, micro-dollars. */
  reservedMicros: number;
  costMicros: number | null;
  /** Day of the tenant whose budget it is booked on; null before its first claim. */
  budgetDay: string | null;
  /** The number it was claimed for. */
  numberId: string | null;
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

export type Reported = {
  next: MessageState;
  move: StatusMove | null;
  deltas: CounterDelta[];
  proved: boolean;
};

/**
 * What a message becomes by a report. A report of another attempt changes nothing; one that does not raise the status changes
 * nothing but an unknown carrier id. The first report of an attempt proves that the carrier took it, whether or not its answer
 * to our request has come: `proved` says that this report did.
 */
export function applyReport(message: MessageState, report: StatusReport): Reported {
  if (report.attempt !== message.attempt) return unchanged(message);
  const next = { ...message, carrierMessageId: message.carrierMessageId ?? report.carrierMessageId };
  if (!canRaise(message.status, report.status)) return unchanged(next);
  const deltas: CounterDelta[] = [];
  const count: Count = (metric, value, detail = '') => {
    if (message.campaignId !== null) deltas.push({ campaignId: message.campaignId, metric, detail, value });
  };
  const proved = message.handedOverAt === null;
  // A failure that is taken back was counted as the carrier's refusal when nothing had been handed over.
  if (message.errorCode !== null) count(proved ? 'refused' : 'error', -1, message.errorCode);
  if (proved) handOver(next, report.at, count);
  const failed = report.status === 'failed' || report.status === 'undelivered';
  next.errorCode = failed ? report.errorCode : null;
  next.firstErrorCode = message.firstErrorCode ?? next.errorCode;
  if (next.errorCode !== null) count('error', 1, next.errorCode);
  next.status = report.status;
  const move = { campaignId: message.campaignId, from: message.status, to: report.status };
  return { next, move, deltas, proved };
}

type Count = (metric: CounterMetric, value: number, detail?: string) => void;

/** Books what settling our own request would have booked. */
function handOver(message: MessageState, at: Date, count: Count): void {
  message.handedOverAt = at;
  count('handed-over', 1);
  count('parts', message.parts);
  if (message.costMicros !== null) return;
  message.costMicros = message.reservedMicros;
  count('cost-micros', message.reservedMicros);
}

function unchanged(next: MessageState): Reported {
  return { next, move: null, deltas: [], proved: false };
}
