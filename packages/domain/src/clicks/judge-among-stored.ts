import type { TxContext } from '../context/context.ts';
import type { Change } from './count.ts';
import { readCrowds } from './crowds.ts';
import { isStronger } from './judge-scene.ts';
import { judgeTogether } from './judge-together.ts';
import type { JudgedHit } from './judged-hit.ts';
import { distinct, openVerdicts, readNeighbours } from './neighbours.ts';
import { windowMs, type Rules } from './rules.ts';
import { isWithin } from './spans.ts';

/** What a burst can still change. */
const weakerVerdicts = openVerdicts.filter((verdict) => isStronger('burst', verdict));

/**
 * Judges new hits beside the stored ones that matter to them. Where a burst shows in a crowd, of which only some hits were looked at, the
 * others are part of it, too.
 *
 * @returns what changes, and the stored hits that were read
 */
export async function judgeAmongStored(
  ctx: TxContext,
  fresh: readonly JudgedHit[],
  rules: Rules,
): Promise<{ changes: Change[]; known: JudgedHit[] }> {
  const open = fresh.filter((hit) => hit.verdict === 'human');
  const { known, crowds } = await readNeighbours(ctx, open, { ms: windowMs(rules), verdicts: openVerdicts });
  const changes = await judgeTogether(ctx, { fresh, known, rules });
  const bursts = changes.map(({ after }) => after).filter((hit) => hit.verdict === 'burst');
  const turning = crowds.filter((span) => bursts.some((hit) => isWithin(hit, span)));
  if (turning.length === 0) return { changes, known };
  const all = distinct([...known, ...(await readCrowds(ctx, turning, weakerVerdicts))]);
  return { changes: await judgeTogether(ctx, { fresh, known: all, rules }), known: all };
}
