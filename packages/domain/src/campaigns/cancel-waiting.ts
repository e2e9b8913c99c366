import { sql } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import { signal, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { addCounts } from '../reports/counters.ts';
import { completeIfDone } from './complete.ts';

/** Batches canceled in one transaction. */
const sliceBatches = 50;

/**
 * Cancels what still waits of a canceled campaign, in slices; what is at the carrier settles as usual.
 * May be run again at any time.
 */
export async function cancelWaiting(ctx: Context, input: { campaignId: string }): Promise<void> {
  let more = true;
  while (more) more = await withTransaction(ctx, (ctx) => cancelSlice(ctx, input.campaignId));
  await completeIfDone(ctx, input);
}

async function cancelSlice(ctx: TxContext, campaignId: string): Promise<boolean> {
  const { rows } = await ctx.tx.db.execute<{ id: string; first: string; last: string }>(sql`
    select b.id, b.first_id as first, b.last_id as last from message_batches b
    join campaigns c on c.tenant_id = b.tenant_id and c.id = b.campaign_id
    where b.campaign_id = ${campaignId}::uuid and b.state in ('open', 'offered') and c.status = 'canceled'
      and b.waits_for is distinct from 'outcome_unknown'
    order by b.id limit ${sliceBatches} for update of b skip locked`);
  if (rows.length === 0) return false;
  const firsts = sql.param(rows.map((row) => row.first));
  const lasts = sql.param(rows.map((row) => row.last));
  const canceled = await ctx.tx.db.execute(sql`
    with locked as (
      select m.id from unnest(${firsts}::uuid[], ${lasts}::uuid[]) as b (first, last)
      join messages m on m.id between b.first and b.last
      where m.campaign_id = ${campaignId}::uuid and m.status = 'queued' order by m.id for no key update of m
    )
    update messages m set status = 'canceled', reason = 'canceled' from locked where m.id = locked.id`);
  await addCounts(ctx, [
    { campaignId, metric: 'status', detail: 'queued', value: -(canceled.rowCount ?? 0) },
    { campaignId, metric: 'status', detail: 'canceled', value: canceled.rowCount ?? 0 },
  ]);
  // A batch that still holds messages whose outcome is unknown goes on until the carrier was asked.
  await ctx.tx.db.execute(sql`
    update message_batches b set
      state = case when u.unknown then 'open' else 'done' end,
      waits_for = case when u.unknown then 'outcome_unknown' end, size = 0
    from (
      select t.id, exists (
        select from messages m where m.id between t.first and t.last and m.campaign_id = ${campaignId}::uuid
          and m.status = 'unknown') as unknown
      from unnest(${sql.param(rows.map((row) => row.id))}::uuid[], ${firsts}::uuid[], ${lasts}::uuid[]) as t (id, first, last)
    ) u where b.id = u.id`);
  signal(ctx, liveTopic.campaign(campaignId));
  return true;
}
