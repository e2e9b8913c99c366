import { sql } from 'drizzle-orm';
import type { MessageStatus } from '@sms-crm/contracts/message-status';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { applyReports } from '../webhooks/apply-reports.ts';
import { readLateTexts } from '../webhooks/late-texts.ts';
import { lockStates } from '../webhooks/message-states.ts';
import { blocksResend, type MessageState, type StatusReport } from '../webhooks/report-status.ts';
import { isReported } from '../webhooks/twilio-params.ts';

/** Messages that are about to be sent again and of which the carrier has told that an earlier attempt reached it. */
export class ProvedLate extends Error {
  override readonly name = 'ProvedLate';
  readonly messageIds: readonly string[];

  constructor(messageIds: readonly string[]) {
    super(`${messageIds.length} messages reached the carrier by an earlier attempt`);
    this.messageIds = messageIds;
  }
}

/**
 * Looks for reports of earlier attempts that came while a newer one was on its way and were only kept. Costs nothing for messages
 * that are sent for the first time.
 *
 * @param queued locked messages that wait
 * @throws ProvedLate when there are any; `adoptProved` makes them what they are
 */
export async function refuseProved(
  ctx: TxContext,
  queued: readonly { id: string; attempt: number }[],
): Promise<void> {
  const again = queued.filter(({ attempt }) => attempt > 0).map(({ id }) => id);
  if (again.length === 0) return;
  const blocking = await readBlocking(ctx, await lockStates(ctx, again));
  if (blocking.length > 0) throw new ProvedLate([...new Set(blocking.map(({ messageId }) => messageId))]);
}

/** Makes messages that wait to be sent again the texts of earlier attempts that the carrier reported. */
export async function adoptProved(ctx: Context, messageIds: readonly string[]): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const states = await lockStates(ctx, messageIds);
    const incoming = (await readBlocking(ctx, states)).map(({ sourceId, ...report }) => ({
      sourceId,
      report,
      keep: false,
      proof: 'Proved by a late status callback of an earlier attempt',
    }));
    await applyReports(ctx, states, incoming);
  });
}

type Kept = StatusReport & { sourceId: string };

/** The kept reports that forbid another request for these messages. */
async function readBlocking(ctx: TxContext, states: ReadonlyMap<string, MessageState>): Promise<Kept[]> {
  const kept = await readKept(ctx, [...states.keys()]);
  const lateOf = await readLateTexts(ctx, states, kept);
  return kept.filter((report) => {
    const [message, late] = [states.get(report.messageId), lateOf(report)];
    return message !== undefined && late !== undefined && blocksResend(message, report, late);
  });
}

type EventRow = {
  sourceId: string;
  messageId: string;
  attempt: number;
  status: MessageStatus;
  carrierMessageId: string;
  errorCode: string | null;
  at: string;
};

async function readKept(ctx: TxContext, messageIds: readonly string[]): Promise<Kept[]> {
  const { rows } = await ctx.tx.db.execute<EventRow>(sql`
    select e.id as "sourceId", e.message_id as "messageId", e.attempt, e.type as status, e.carrier_message_id as "carrierMessageId",
      e.error_code as "errorCode", e.at
    from message_events e where e.message_id = any (${sql.param([...messageIds])}::uuid[]) and e.carrier_message_id is not null
      and e.type in ('accepted', 'sent', 'delivered', 'undelivered', 'failed')
    order by e.id`);
  return rows.flatMap(({ status, ...row }) =>
    isReported(status) ? [{ ...row, status, at: new Date(row.at) }] : [],
  );
}
