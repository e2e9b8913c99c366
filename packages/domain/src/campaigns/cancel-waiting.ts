import { sql, type SQL } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import type { SkipReason } from '@sms-crm/contracts/reasons';
import { signal, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { addCounts } from '../reports/counters.ts';
import { completeIfDone } from './complete.ts';

/** Batches ended in one transaction. */
const sliceBatches = 50;

/** How what still waits of a campaign ends. */
export type Ending = { status: 'canceled' | 'skipped'; reason: SkipReason; ruleVersion: number | null };

const canceled: Ending = { status: 'canceled', reason: 'canceled', ruleVersion: null };

/**
 * Cancels what still waits of a canceled campaign, in slices; what is at the carrier settles as usual.
 * May be run again at any time.
 */
export async function cancelWaiting(ctx: Context, input: { campaignId: string }): Promise<void> {
  await endWaiting(ctx, { ...input, ending: canceled, when: sql`c.status = 'canceled'` });
}

/**
 * Ends what still waits of a campaign, in slices, and the campaign when nothing is left. May be run again at any time.
 *
 * @param input.when the condition on the campaign `c` under which that is right, asked again for each slice
 */
export async function endWaiting(
  ctx: Context,
  input: { campaignId: string; ending: Ending; when: SQL },
): Promise<void> {
  let more = true;
  while (more) more = await withTransaction(ctx, (ctx) => endSlice(ctx, input));
  await completeIfDone(ctx, input);
}

async function endSlice(
  ctx: TxContext,
  { campaignId, ending, when }: { campaignId: string; ending: Ending; when: SQL },
): Promise<boolean> {
  const { rows } = await ctx.tx.db.execute<{ id: string; first: string; last: string }>(sql`
    select b.id, b.first_id as first, b.last_id as last from message_batches b
    join campaigns c on c.tenant_id = b.tenant_id and c.id = b.campaign_id
    where b.campaign_id = ${campaignId}::uuid and b.state in ('open', 'offered') and ${when}
      and b.waits_for is distinct from 'outcome_unknown'
    order by b.id limit ${sliceBatches} for update of b skip locked`);
  if (rows.length === 0) return false;
  const firsts = sql.param(rows.map((row) => row.first));
  const lasts = sql.param(rows.map((row) => row.last));
  const ended = await ctx.tx.db.execute(sql`
    with locked as (
      select m.id from unnest(${firsts}::uuid[], ${lasts}::uuid[]) as b (first, last)
      join messages m on m.id between b.first and b.last
      where m.campaign_id = ${campaignId}::uuid and m.status = 'queued' order by m.id for no key update of m
    )
    update messages m set status = ${ending.status}, reason = ${ending.reason}, rule_version = ${ending.ruleVersion}::int from locked where m.id = locked.id`);
  const count = ended.rowCount ?? 0;
  await addCounts(ctx, [
    { campaignId, metric: 'status', detail: 'queued', value: -count },
    { campaignId, metric: 'status', detail: ending.status, value: count },
    { campaignId, metric: 'skip', detail: ending.reason, value: ending.status === 'skipped' ? count : 0 },
  ]);
  // A batch that still holds messages whose outcome is unknown goes on until the carrier was asked.
  await ctx.tx.db.execute(sql`
    update message_batches b set
      state = case when u.unknown then 'open' else 'done' end,
      waits_for = case when u.unknown then 'outcome_unknown' end, size = 0,
      reconcile_at = case when u.unknown then coalesce(b.reconcile_at, ${ctx.services.clock.now().toISOString()}::timestamptz) end
    from (
      select t.id, exists (
        select from messages m where m.id between t.first and t.last and m.campaign_id = ${campaignId}::uuid
          and m.status = 'unknown') as unknown
      from unnest(${sql.param(rows.map((row) => row.id))}::uuid[], ${firsts}::uuid[], ${lasts}::uuid[]) as t (id, first, last)
    ) u where b.id = u.id`);
  signal(ctx, liveTopic.campaign(campaignId));
  return true;
}
