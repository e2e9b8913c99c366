import type { TxContext } from '../context/context.ts';
import type { Change } from './count.ts';
import type { JudgedHit } from './judged-hit.ts';
import { isStronger, judgeScene } from './judge-scene.ts';
import { readLinkCounts } from './link-counts.ts';
import type { Rules } from './rules.ts';

/**
 * New hits beside the stored ones around them.
 *
 * @returns the new hits, and the stored ones that turn out to be something else
 */
export async function judgeTogether(
  ctx: TxContext,
  { fresh, known, rules }: { fresh: readonly JudgedHit[]; known: readonly JudgedHit[]; rules: Rules },
): Promise<Change[]> {
  const stored = new Set(known.map((hit) => hit.id));
  const added = fresh.filter((hit) => !stored.has(hit.id));
  const open = [...added.filter((hit) => hit.verdict === 'human'), ...known];
  const linksOf = await readLinkCounts(ctx, new Set(open.map((hit) => hit.campaignId)));
  const found = judgeScene(open, rules, linksOf);
  const changes: Change[] = added.map((hit) => ({ before: null, after: { ...hit, ...found.get(hit.id) } }));
  for (const hit of known) {
    const judged = found.get(hit.id);
    if (judged !== undefined && isStronger(judged.verdict, hit.verdict)) {
      changes.push({ before: hit, after: { ...hit, ...judged } });
    }
  }
  return changes;
}
