import { eq } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import { skipReason } from '@sms-crm/contracts/reasons';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { campaignShares } from '@sms-crm/db/tables/sending';
import {
  enqueue,
  signal,
  wakePump,
  withTransaction,
  type Context,
  type TxContext,
} from '../context/context.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { addCounts, type CounterDelta } from '../reports/counters.ts';
import { findCampaign, type CampaignRow } from './campaign-row.ts';
import { completeIfDone } from './complete.ts';
import {
  groupsOf,
  insertChunk,
  PlacesMoved,
  planChunk,
  type Chunk,
  type FrozenGroup,
} from './freeze-chunk.ts';
import { moveCampaign } from './transitions.ts';

/**
 * Writes one message row for everyone in the audience: queued, or skipped with its reason; the queued ones are cut into batches.
 * While one chunk is written the next one is, too, but they are committed in turn: everybody up to the campaign's `freezeCursor` is frozen
 * and nobody behind it, so it may be run again at any time. A process that ends leaves the rest to another run.
 */
export async function freezeCampaign(
  ctx: Context,
  input: { campaignId: string },
  run: { signal: AbortSignal },
): Promise<void> {
  try {
    if (await freezeChunks(ctx, input.campaignId, run.signal)) await completeIfDone(ctx, input);
    else await handOn(ctx, input.campaignId);
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
    await completeIfDone(ctx, input);
  }
}

/** The campaign was canceled, or another run froze the same contacts: what this one wrote of them is rolled back. */
class Overtaken extends Error {}

/** @returns whether the end of the audience was reached */
async function freezeChunks(ctx: Context, campaignId: string, signal: AbortSignal): Promise<boolean> {
  let before = Promise.resolve();
  let chunk: Chunk | null = await planFrom(ctx, campaignId, null);
  while (chunk !== null && !signal.aborted) {
    const frozen = freezeChunk(ctx, campaignId, chunk, before);
    // Awaited below, but it may fail before.
    frozen.catch(() => undefined);
    const next: Promise<Chunk> | null = chunk.upTo === null ? null : planFrom(ctx, campaignId, chunk.upTo);
    try {
      [chunk] = await Promise.all([next, before]);
    } catch (error) {
      await Promise.allSettled([frozen, before]);
      throw error;
    }
    before = frozen;
  }
  await before;
  return chunk === null;
}

/** @param after null for where the last run ended */
function planFrom(ctx: Context, campaignId: string, after: string | null): Promise<Chunk> {
  return withTransaction(ctx, async (ctx) => {
    const row = await findLaunching(ctx, campaignId);
    return planChunk(ctx, row, after ?? row.freezeCursor);
  });
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

/** Times a chunk is written in all while imports change where its contacts live. */
const mostTries = 5;

/** Writes a chunk, and commits it once the one before it has been committed. */
async function freezeChunk(
  ctx: Context,
  campaignId: string,
  chunk: Chunk,
  before: Promise<void>,
): Promise<void> {
  let { groups } = chunk;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await writeChunk(ctx, campaignId, { ...chunk, groups }, before);
    } catch (error) {
      if (!(error instanceof PlacesMoved) || attempt === mostTries) throw error;
    }
    groups = await withTransaction(ctx, async (ctx) =>
      groupsOf(ctx, await findLaunching(ctx, campaignId), chunk),
    );
  }
}

async function writeChunk(
  ctx: Context,
  campaignId: string,
  chunk: Chunk,
  before: Promise<void>,
): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    // A second run of the same campaign would wait at the first message that both write, and then fail.
    await lockForTenant(ctx, `freeze ${campaignId} behind ${chunk.after ?? 'nobody'}`);
    const row = await findLaunching(ctx, campaignId);
    if (isBehind(row.freezeCursor, chunk.after)) throw new Overtaken();
    const groups = await insertChunk(ctx, row, chunk);
    await before;
    await moveCursor(ctx, campaignId, chunk);
    await addShares(ctx, campaignId, groups);
    await addCounts(
      ctx,
      groups.flatMap((group) => deltasOf(campaignId, group)),
    );
    signal(ctx, liveTopic.campaign(campaignId));
    if (chunk.upTo === null) wakePump(ctx);
  });
}

function isBehind(cursor: string | null, after: string | null): boolean {
  return cursor !== null && (after === null || cursor > after);
}

/** Marks everybody of a chunk as frozen. @throws Overtaken when the campaign is no longer where the chunk begins */
async function moveCursor(ctx: TxContext, campaignId: string, chunk: Chunk): Promise<void> {
  const row = await findLaunching(ctx, campaignId, true);
  if (row.freezeCursor !== chunk.after) throw new Overtaken();
  const now = ctx.services.clock.now();
  await ctx.tx.db
    .update(campaigns)
    .set({
      offeredAt: now,
      ...(chunk.upTo === null
        ? { status: moveCampaign('start', row.status), frozenAt: now }
        : { freezeCursor: chunk.upTo }),
    })
    .where(eq(campaigns.id, campaignId));
}

/** @throws Overtaken when nothing of the campaign is to be frozen any more */
async function findLaunching(ctx: TxContext, campaignId: string, lock = false): Promise<CampaignRow> {
  const row = await findCampaign(ctx, campaignId, lock);
  if (row.status !== 'launching') throw new Overtaken();
  return row;
}

/** What each number sends of the campaign waits by itself. */
async function addShares(ctx: TxContext, campaignId: string, groups: readonly FrozenGroup[]): Promise<void> {
  const queued = groups.filter(({ reason }) => reason === null).map(({ numberId }) => numberId);
  const rows = queued.flatMap((numberId) =>
    numberId === null ? [] : [{ tenantId: ctx.tenantId, campaignId, numberId }],
  );
  if (rows.length > 0) await ctx.tx.db.insert(campaignShares).values(rows).onConflictDoNothing();
}

function deltasOf(campaignId: string, { reason, count }: FrozenGroup): CounterDelta[] {
  return reason === null
    ? [{ campaignId, metric: 'status', detail: 'queued', value: count }]
    : [
        { campaignId, metric: 'status', detail: 'skipped', value: count },
        { campaignId, metric: 'skip', detail: skipReason.parse(reason), value: count },
      ];
}
