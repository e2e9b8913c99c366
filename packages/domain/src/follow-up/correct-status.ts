import type { MessageStatus } from '@sms-crm/contracts/message-status';
import { applyReport, type Reported, type StatusReport } from '../webhooks/report-status.ts';
import type { ListedMessage } from './listed-messages.ts';

const finals: ReadonlySet<MessageStatus> = new Set(['delivered', 'undelivered', 'failed']);

/** What a message becomes by the carrier's own list: it raises a status as a callback does, and wins among final ones. */
export function correctStatus(message: ListedMessage, report: StatusReport): Reported {
  const differs = finals.has(message.status) && finals.has(report.status) && message.status !== report.status;
  if (!differs) return applyReport(message, report);
  const reported = applyReport({ ...message, status: 'sent' }, report);
  if (reported.move === null) return { ...reported, next: message };
  return { ...reported, move: { ...reported.move, from: message.status } };
}
