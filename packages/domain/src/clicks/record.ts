import { sql } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import { signal, withTransaction, type Context, type TxContext } from '../context/context.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import type { Hit } from '../links/hit-stream.ts';
import { addCounts } from '../reports/counters.ts';
import { clickDeltas, type Change } from './count.ts';
import { gatherFacts } from './gather-facts.ts';
import { judgeAlone } from './judge-alone.ts';
import { clicksLock } from './lock.ts';
import { judgeAmongStored } from './judge-among-stored.ts';
import type { JudgedHit } from './judged-hit.ts';
import { readPeoplesHits } from './peoples-hits.ts';
import { readRules, type Rules } from './rules.ts';
import { insertClicks, updateVerdicts } from './write-clicks.ts';

/** How long each statement may take, locks it waits for included, ms; as long as the pool lets it when absent. */
export type RecordLimits = { statementMs?: number };

/**
 * Stores hits of this tenant's short links, judges them and counts them, set-based; hits stored before are judged again where the new
 * ones show more. A hit that is stored already is left alone, so the same ones may come again. Hits are evidence, not a decision of
 * somebody: they stand in `clicks`, not in the audit log.
 *
 * @returns how many were new
 */
export async function recordClicks(
  ctx: Context,
  hits: readonly Hit[],
  { statementMs }: RecordLimits = {},
): Promise<number> {
  const own = new Map(hits.filter((hit) => hit.tenantId === ctx.tenantId).map((hit) => [hit.id, hit]));
  if (own.size === 0) return 0;
  return withTransaction(ctx, async (ctx) => {
    if (statementMs !== undefined) await boundStatements(ctx, statementMs);
    await lockForTenant(ctx, clicksLock);
    const rules = await readRules(ctx);
    const facts = await gatherFacts(ctx, [...own.values()], rules);
    if (facts.length === 0) return 0;
    const fresh = facts.map((hit): JudgedHit => ({ ...hit, ...judgeAlone(hit, rules) }));
    return store(ctx, { ...(await judgeAmongStored(ctx, fresh, rules)), rules });
  });
}

async function boundStatements(ctx: TxContext, ms: number): Promise<void> {
  await ctx.tx.db.execute(sql`select set_config('statement_timeout', ${`${ms}ms`}, true)`);
}

async function store(
  ctx: TxContext,
  { changes, known, rules }: { changes: readonly Change[]; known: readonly JudgedHit[]; rules: Rules },
): Promise<number> {
  const fresh = changes.filter(({ before }) => before === null).map(({ after }) => after);
  const turned = changes.filter(({ before }) => before !== null);
  const stored = await insertClicks(ctx, fresh, rules.name);
  const judged = turned.map(({ after }) => after);
  await updateVerdicts(ctx, judged, rules.name);
  const real = changes.filter(({ before, after }) => before !== null || stored.has(after.id));
  await addCounts(ctx, clickDeltas(real, await readPeoplesHits(ctx, real, known)));
  for (const campaignId of new Set(real.map(({ after }) => after.campaignId))) {
    signal(ctx, liveTopic.campaign(campaignId));
  }
  return stored.size;
}
