import { eq } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import { skipReason } from '@sms-crm/contracts/reasons';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import {
  enqueue,
  signal,
  wakePump,
  withTransaction,
  type Context,
  type TxContext,
} from '../context/context.ts';
import { addCounts, type CounterDelta } from '../reports/counters.ts';
import { findCampaign } from './campaign-row.ts';
import { completeIfDone } from './complete.ts';
import { chunkSize, insertChunk, type Chunk } from './freeze-chunk.ts';
import { moveCampaign } from './transitions.ts';

/**
 * Writes one message row for everyone in the audience: queued, or skipped with its reason; the queued ones are cut into batches.
 * Goes on behind the last committed chunk, so it may be run again at any time. A process that ends leaves the rest to another run.
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
  if (more) await handOn(ctx, input.campaignId);
  else await completeIfDone(ctx, input);
}

/** As a job of its own: by its id the one that is ending would keep it out. */
async function handOn(ctx: Context, campaignId: string): Promise<void> {
  const { tenantId, requestId } = ctx;
  await withTransaction(ctx, async (ctx) =>
    enqueue(ctx, {
      name: 'campaign.freeze',
      payload: { tenantId, campaignId, requestId },
      jobId: `campaign.freeze-${campaignId}-${ctx.services.clock.now().getTime()}`,
    }),
  );
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

function deltasOf(campaignId: string, counts: Chunk['counts']): CounterDelta[] {
  return Object.entries(counts ?? {}).flatMap(([reason, value]): CounterDelta[] =>
    reason === ''
      ? [{ campaignId, metric: 'status', detail: 'queued', value }]
      : [
          { campaignId, metric: 'status', detail: 'skipped', value },
          { campaignId, metric: 'skip', detail: skipReason.parse(reason), value },
        ],
  );
}
