import { and, eq, isNull } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import { clickReclassifications } from '@sms-crm/db/tables/clicks';
import { signal, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { addCounts } from '../reports/counters.ts';
import { clickDeltas, type Change } from './count.ts';
import { clicksLock } from './lock.ts';
import type { JudgedHit } from './judged-hit.ts';
import { judgeAgain } from './judge-again.ts';
import { readPeoplesHits } from './peoples-hits.ts';
import { readSlice } from './read-slice.ts';
import { readRules } from './rules.ts';
import { nameRules, updateVerdicts } from './write-clicks.ts';

/**
 * Judges past clicks again, slice by slice, until the end of the run or the signal; counters move with the verdicts. What it leaves
 * undone the next job goes on with.
 */
export async function reclassifyClicks(
  ctx: Context,
  input: { reclassificationId: string },
  run: { signal: AbortSignal },
): Promise<void> {
  while (!run.signal.aborted) {
    const more = await withTransaction(ctx, (ctx) => reclassifySlice(ctx, input.reclassificationId));
    if (!more) return;
  }
}

/** @returns whether there is more to do */
async function reclassifySlice(ctx: TxContext, id: string): Promise<boolean> {
  await lockForTenant(ctx, clicksLock);
  const [row] = await ctx.tx.db
    .select()
    .from(clickReclassifications)
    .where(and(eq(clickReclassifications.id, id), isNull(clickReclassifications.finishedAt)));
  if (row === undefined) return false;
  const rules = await readRules(ctx);
  const { own, around, last } = await readSlice(ctx, row, rules);
  const changes = await judgeAgain(ctx, { own, around, rules });
  await store(ctx, changes, rules.name);
  await nameRules(ctx, own, rules.name);
  await ctx.tx.db
    .update(clickReclassifications)
    .set({
      done: row.done + own.length,
      changed: row.changed + changes.length,
      offeredAt: ctx.services.clock.now(),
      ...(last === undefined ? { finishedAt: ctx.services.clock.now() } : { cursor: last }),
    })
    .where(eq(clickReclassifications.id, id));
  return last !== undefined;
}

async function store(ctx: TxContext, changes: readonly Change[], rules: string): Promise<void> {
  const judged: JudgedHit[] = changes.map(({ after }) => after);
  await updateVerdicts(ctx, judged, rules);
  await addCounts(ctx, clickDeltas(changes, await readPeoplesHits(ctx, changes, [])));
  for (const campaignId of new Set(judged.map((hit) => hit.campaignId))) {
    signal(ctx, liveTopic.campaign(campaignId));
  }
}
