import { and, desc, eq, lte } from 'drizzle-orm';
import { gateOrder, type MessageKind } from '@sms-crm/contracts/gates';
import { skipReason } from '@sms-crm/contracts/reasons';
import type { GateLine, MessageWhy } from '@sms-crm/contracts/messages';
import { messageBatches } from '@sms-crm/db/tables/messages';
import type { TxContext } from '../context/context.ts';
import { capacityGates } from '../gates/chain.ts';
import type { BatchRow } from '../sending/batch-row.ts';
import { line, ruleName } from './gate-lines.ts';
import { gateOf } from './gate-words.ts';
import type { MessageRow } from './message-view.ts';
import { skipWords } from './skip-words.ts';
import { readWaits } from './read-waits.ts';
import { askNow } from './why-now.ts';

/** What each gate says about a message: now while it waits, else what was said when its turn came. Null for what somebody wrote to us. */
export async function whyOf(ctx: TxContext, row: MessageRow): Promise<MessageWhy | null> {
  if (row.direction === 'inbound' || row.kind === null) return null;
  const batch = await findBatch(ctx, row);
  const waits = batch === undefined ? [] : await readWaits(ctx, row, batch);
  const live = batch === undefined || row.status !== 'queued' ? undefined : await askNow(ctx, row, batch);
  const gates = live?.gates ?? (await said(ctx, row, row.kind));
  return { gates, waits, quietHours: live?.quietHours ?? null };
}

/** The batch whose range of ids holds the message; ranges of a campaign do not overlap. */
async function findBatch(ctx: TxContext, row: MessageRow): Promise<BatchRow | undefined> {
  const [batch] = await ctx.tx.db
    .select()
    .from(messageBatches)
    .where(
      and(
        row.campaignId === null
          ? eq(messageBatches.firstId, row.id)
          : eq(messageBatches.campaignId, row.campaignId),
        lte(messageBatches.firstId, row.id),
      ),
    )
    .orderBy(desc(messageBatches.firstId), desc(messageBatches.id))
    .limit(1);
  return batch === undefined || batch.lastId < row.id ? undefined : batch;
}

/** The order of the gates tells the rest: what comes before the refusal passed, what comes after it was not asked. */
async function said(ctx: TxContext, row: MessageRow, kind: MessageKind): Promise<GateLine[]> {
  const isOut = row.status === 'skipped' || row.status === 'canceled';
  const reason = isOut ? skipReason.safeParse(row.reason).data : undefined;
  const refusing = reason === undefined ? undefined : gateOf(reason);
  // A text that failed by itself, before it could cost anything.
  const asked = !isOut
    ? gateOrder.length
    : refusing === undefined
      ? firstCapacity
      : gateOrder.indexOf(refusing);
  const rule = await ruleName(ctx, row.ruleId);
  const words = reason === undefined ? '' : await skipWords(ctx, reason, row.phone);
  return gateOrder.map((gate, index) => {
    if (gate === refusing && reason !== undefined) {
      const detail = rule === null ? words : `${words} (“${rule}”)`;
      return line(gate, kind, { answer: 'refused', detail, ruleVersion: row.ruleVersion });
    }
    return index < asked
      ? line(gate, kind)
      : line(gate, kind, { answer: 'not-asked', detail: 'Was not asked any more' });
  });
}

const firstCapacity = Math.min(...capacityGates.map(({ name }) => gateOrder.indexOf(name)));
