import { and, eq, isNull, sql } from 'drizzle-orm';
import { messageBatches, messages } from '@sms-crm/db/tables/messages';
import { claimsLock } from '../capacity/count-in-flight.ts';
import type { TxContext } from '../context/context.ts';
import { lockKeyOf } from '../context/tenant-lock.ts';

export type BatchRow = typeof messageBatches.$inferSelect;
export type MessageRow = typeof messages.$inferSelect;

/** The batch's row, locked; undefined when there is none. */
export async function lockBatch(ctx: TxContext, batchId: string): Promise<BatchRow | undefined> {
  const [row] = await ctx.tx.db
    .select()
    .from(messageBatches)
    .where(eq(messageBatches.id, batchId))
    .for('update')
    .prepare('lock_batch')
    .execute();
  return row;
}

/** The same for a claim, under the lock that all claims share. */
export async function lockToClaim(ctx: TxContext, batchId: string): Promise<BatchRow | undefined> {
  const [row] = await ctx.tx.db
    .select({
      batch: messageBatches,
      shared: sql`pg_advisory_xact_lock_shared(${lockKeyOf(ctx, claimsLock)})`,
    })
    .from(messageBatches)
    .where(eq(messageBatches.id, batchId))
    .for('update')
    .prepare('lock_to_claim')
    .execute();
  return row?.batch;
}

/** The condition that a message belongs to a batch: its id lies in the range and it is of the same campaign. */
export function belongsTo(batch: BatchRow) {
  return and(
    sql`${messages.id} between ${batch.firstId}::uuid and ${batch.lastId}::uuid`,
    batch.campaignId === null ? isNull(messages.campaignId) : eq(messages.campaignId, batch.campaignId),
    eq(messages.direction, 'outbound'),
  );
}
