import type { TxContext } from '../context/context.ts';
import { networkOf } from './address.ts';
import type { Change } from './count.ts';
import { hostingOf } from './hosting-networks.ts';
import { judgeAlone } from './judge-alone.ts';
import type { JudgedHit } from './judged-hit.ts';
import { judgeScene } from './judge-scene.ts';
import { readLinkCounts } from './link-counts.ts';
import type { Rules } from './rules.ts';

/**
 * Judges stored hits from the beginning, among those around them.
 *
 * @returns those that are found to be something else than before
 */
export async function judgeAgain(
  ctx: TxContext,
  { own, around, rules }: { own: readonly JudgedHit[]; around: readonly JudgedHit[]; rules: Rules },
): Promise<Change[]> {
  const alone = (hit: JudgedHit): JudgedHit => {
    const network = networkAgain(hit);
    return { ...hit, network, ...judgeAlone({ ...hit, network }, rules) };
  };
  const judged = own.map(alone);
  const open = [...judged, ...around.map(alone)].filter((hit) => hit.verdict === 'human');
  const linksOf = await readLinkCounts(ctx, new Set(open.map((hit) => hit.campaignId)));
  const found = judgeScene(open, rules, linksOf);
  return own.flatMap((before, at): Change[] => {
    const after = { ...before, ...judged[at], ...found.get(before.id) };
    return isSame(before, after) ? [] : [{ before, after }];
  });
}

/** A cut address is looked up again; a hashed one says no more than it did. */
function networkAgain({ ip, network }: JudgedHit): string | null {
  const cut = ip?.includes('/') === true ? networkOf(ip.slice(0, ip.indexOf('/'))) : undefined;
  return cut === undefined ? network : hostingOf(cut);
}

function isSame(a: JudgedHit, b: JudgedHit): boolean {
  return a.verdict === b.verdict && a.reason === b.reason && a.network === b.network;
}
