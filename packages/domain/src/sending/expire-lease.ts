import { sql } from 'drizzle-orm';
import { withTransaction, type Context } from '../context/context.ts';
import { addCounts, statusDeltas } from '../reports/counters.ts';
import { lockBatch } from './batch-row.ts';
import { concludeBatch } from './conclude.ts';

/**
 * Takes a batch from a process that gave no sign of life: what it may have requested is `unknown` now and is looked up at the
 * carrier before anything else happens.
 */
export async function expireLease(ctx: Context, input: { batchId: string }): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const batch = await lockBatch(ctx, input.batchId);
    const now = ctx.services.clock.now();
    if (batch?.state !== 'claimed' || batch.leaseUntil === null || batch.leaseUntil > now) return;
    const { rows } = await ctx.tx.db.execute<{ id: string; attempt: number }>(sql`
      with locked as (
        select m.id from messages m where m.id between ${batch.firstId}::uuid and ${batch.lastId}::uuid
          and m.campaign_id is not distinct from ${batch.campaignId}::uuid and m.status = 'sending'
        order by m.id for no key update of m
      )
      update messages m set status = 'unknown' from locked where m.id = locked.id returning m.id, m.attempt`);
    await ctx.tx.db.execute(sql`
      insert into message_events (tenant_id, message_id, attempt, type, detail, at)
      select ${ctx.tenantId}::uuid, v.id, v.attempt, 'unknown', 'the sending process stopped', ${now.toISOString()}::timestamptz
      from unnest(${sql.param(rows.map(({ id }) => id))}::uuid[], ${sql.param(rows.map(({ attempt }) => attempt))}::int[]) as v (id, attempt)`);
    await addCounts(
      ctx,
      statusDeltas(rows.map(() => ({ campaignId: batch.campaignId, from: 'sending', to: 'unknown' }))),
    );
    await concludeBatch(ctx, batch);
  });
}
