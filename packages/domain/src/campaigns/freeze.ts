import { eq, sql } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import { skipReason } from '@sms-crm/contracts/reasons';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { signal, wakePump, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { skipReasonSql } from '../gates/chain.ts';
import { addCounts, type CounterDelta } from '../reports/counters.ts';
import { inAudience } from './audience.ts';
import { audienceOf, findCampaign, type CampaignRow } from './campaign-row.ts';
import { completeIfDone } from './complete.ts';
import { moveCampaign } from './transitions.ts';

/** Contacts frozen in one transaction. */
const chunkSize = 10_000;

/** Most messages of one batch. */
export const batchSize = 100;

/**
 * Writes one message row for everyone in the audience: queued, or skipped with its reason; the queued ones are cut into batches.
 * Goes on behind the last committed chunk, so it may be run again at any time.
 */
export async function freezeCampaign(
  ctx: Context,
  input: { campaignId: string },
  run: { signal: AbortSignal },
): Promise<void> {
  let more = true;
  while (more && !run.signal.aborted) {
    more = await withTransaction(ctx, (ctx) => freezeChunk(ctx, input.campaignId));
  }
  if (!more) await completeIfDone(ctx, input);
}

/** @returns whether contacts are left */
async function freezeChunk(ctx: TxContext, campaignId: string): Promise<boolean> {
  const row = await findCampaign(ctx, campaignId, true);
  if (row.status !== 'launching') return false;
  const chunk = await insertChunk(ctx, row);
  const more = chunk.taken === chunkSize;
  const now = ctx.services.clock.now();
  await addCounts(ctx, deltasOf(campaignId, chunk.counts));
  await ctx.tx.db
    .update(campaigns)
    .set({
      offeredAt: now,
      ...(chunk.cursor === null ? {} : { freezeCursor: chunk.cursor }),
      ...(more ? {} : { status: moveCampaign('start', row.status), frozenAt: now }),
    })
    .where(eq(campaigns.id, campaignId));
  signal(ctx, liveTopic.campaign(campaignId));
  if (!more) wakePump(ctx);
  return more;
}

type Chunk = { taken: number; cursor: string | null; counts: Record<string, number> | null };

/** One statement: reads the next contacts, asks the permanent gates, writes messages and batches. */
async function insertChunk(ctx: TxContext, row: CampaignRow): Promise<Chunk> {
  const reason = skipReasonSql(row.kind, { phone: sql`c.phone`, consent: sql`c.consent` });
  const { rows } = await ctx.tx.db.execute<Chunk>(sql`
    with chunk as materialized (
      select c.id, c.phone, ${reason} as reason from contacts c
      where ${inAudience(audienceOf(row))} and c.created_at <= ${(row.launchedAt ?? row.createdAt).toISOString()}::timestamptz
        and ${row.freezeCursor === null ? sql`true` : sql`c.id > ${row.freezeCursor}::uuid`}
      order by c.id limit ${chunkSize}
    ), made as (
      insert into messages (tenant_id, campaign_id, contact_id, direction, kind, status, reason, phone)
      select ${ctx.tenantId}::uuid, ${row.id}::uuid, id, 'outbound', ${row.kind},
        case when reason is null then 'queued' else 'skipped' end, reason, phone
      from chunk order by id
      on conflict (tenant_id, campaign_id, contact_id) where campaign_id is not null and direction = 'outbound' do nothing
      returning id, reason
    ), sliced as (
      select id, (row_number() over (order by id) - 1) / ${batchSize}::int as slice from made where reason is null
    ), batches as (
      insert into message_batches (tenant_id, campaign_id, queue, first_id, last_id, size)
      select ${ctx.tenantId}::uuid, ${row.id}::uuid, 'bulk',
        (array_agg(id order by id))[1], (array_agg(id order by id desc))[1], count(*)
      from sliced group by slice order by slice
    )
    select (select count(*)::int from chunk) as taken,
      (select id from chunk order by id desc limit 1) as cursor,
      (select jsonb_object_agg(coalesce(reason, ''), n) from (select reason, count(*) as n from made group by 1) r) as counts`);
  const [chunk] = rows;
  if (chunk === undefined) throw new Error('the freeze statement returned nothing');
  return chunk;
}

function deltasOf(campaignId: string, counts: Record<string, number> | null): CounterDelta[] {
  return Object.entries(counts ?? {}).flatMap(([reason, value]): CounterDelta[] =>
    reason === ''
      ? [{ campaignId, metric: 'status', detail: 'queued', value }]
      : [
          { campaignId, metric: 'status', detail: 'skipped', value },
          { campaignId, metric: 'skip', detail: skipReason.parse(reason), value },
        ],
  );
}
