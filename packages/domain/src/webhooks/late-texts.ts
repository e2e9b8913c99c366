import { and, eq, inArray } from 'drizzle-orm';
import { messageEvents } from '@sms-crm/db/tables/messages';
import { earlierCharges } from '@sms-crm/db/tables/sending';
import type { TxContext } from '../context/context.ts';
import { mayBlockResend, type LateText, type MessageState, type StatusReport } from './report-status.ts';

/**
 * What is known of the texts of earlier attempts that these reports speak of, as a look-up; undefined for all other reports.
 * Asks nothing where no message waits to be sent again, which is the usual case.
 */
export async function readLateTexts(
  ctx: TxContext,
  messages: ReadonlyMap<string, MessageState>,
  reports: readonly StatusReport[],
): Promise<(report: StatusReport) => LateText | undefined> {
  const isLate = (report: StatusReport) => {
    const message = messages.get(report.messageId);
    return message !== undefined && mayBlockResend(message, report);
  };
  const late = reports.filter(isLate);
  if (late.length === 0) return () => undefined;
  const ids = [...new Set(late.map(({ messageId }) => messageId))];
  const handedOver = await readHandedOver(ctx, ids);
  const charged = await readCharged(ctx, ids);
  return (report) => {
    if (!isLate(report)) return undefined;
    const known = handedOver.has(`${report.messageId} ${report.carrierMessageId}`);
    return { known, paid: known || charged.has(`${report.messageId} ${report.attempt}`) };
  };
}

async function readHandedOver(ctx: TxContext, messageIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await ctx.tx.db
    .select({ messageId: messageEvents.messageId, carrierId: messageEvents.carrierMessageId })
    .from(messageEvents)
    .where(and(eq(messageEvents.type, 'handed-over'), inArray(messageEvents.messageId, [...messageIds])));
  return new Set(rows.map(({ messageId, carrierId }) => `${messageId} ${carrierId}`));
}

async function readCharged(ctx: TxContext, messageIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await ctx.tx.db
    .select({ messageId: earlierCharges.messageId, attempt: earlierCharges.attempt })
    .from(earlierCharges)
    .where(inArray(earlierCharges.messageId, [...messageIds]));
  return new Set(rows.map(({ messageId, attempt }) => `${messageId} ${attempt}`));
}
