import { clickVerdicts, type ClickVerdict } from '@sms-crm/contracts/clicks';
import { inTime, type HitFacts } from './facts.ts';
import type { Judgement } from './judgement.ts';
import { allLinksMs, type Rules } from './rules.ts';

type SceneRules = Pick<Rules, 'burstTexts' | 'burstMs' | 'duplicateMs'>;

/** What each hit is found to be beside the others; those that nothing speaks against are left out. */
export type Found = Map<string, Judgement>;

/**
 * Judges hits by each other. Each rule only ever gets stronger with more hits: what a few of them show stays true when more are known,
 * so hits that come in one by one end up as if all had been judged at once.
 *
 * @param hits those that passed when judged alone
 * @param linksOf how many links the texts of a campaign have
 */
export function judgeScene(
  hits: readonly HitFacts[],
  rules: SceneRules,
  linksOf: (campaignId: string) => number,
): Found {
  const found: Found = new Map();
  const sorted = hits.toSorted(inTime);
  for (const own of groups(sorted, (hit) => (hit.messageId === null ? null : hit.net))) {
    markWindows(own, { ms: rules.burstMs, most: rules.burstTexts, key: (hit) => hit.messageId }, (hit) =>
      add(found, hit, { verdict: 'burst', reason: burstWords(rules) }),
    );
  }
  for (const own of groups(sorted, (hit) => hit.messageId)) {
    const links = linksOf(own[0]?.campaignId ?? '');
    if (links < 2) continue;
    markWindows(own, { ms: allLinksMs, most: links, key: (hit) => hit.campaignLinkId }, (hit) =>
      add(found, hit, { verdict: 'all-links', reason: `all ${links} links within 1 s` }),
    );
  }
  for (const own of groups(sorted, (hit) => `${hit.linkId} ${hit.ip} ${hit.agent}`)) {
    markRepeats(own, rules, (hit) => add(found, hit, repeated(rules)));
  }
  return found;
}

/** How strongly a verdict speaks: of two, the earlier one in the order of judging holds. */
export function isStronger(a: ClickVerdict, b: ClickVerdict): boolean {
  return clickVerdicts.indexOf(a) < clickVerdicts.indexOf(b);
}

function add(found: Found, hit: HitFacts, judgement: Judgement): void {
  if (!found.has(hit.id)) found.set(hit.id, judgement);
}

function burstWords({ burstTexts, burstMs }: SceneRules): string {
  return `${burstTexts} or more texts from one network within ${burstMs / 1_000} s`;
}

function repeated({ duplicateMs }: SceneRules): Judgement {
  return {
    verdict: 'duplicate',
    reason: `same link, address and browser within ${duplicateMs / 1_000} s`,
  };
}

/** Groups of at least two hits, each in the order given. */
function groups(hits: readonly HitFacts[], key: (hit: HitFacts) => string | null): HitFacts[][] {
  return [...Map.groupBy(hits, key)]
    .filter(([name, own]) => name !== null && own.length > 1)
    .map(([, own]) => own);
}

/** Marks every hit of each stretch of `ms` in which at least `most` different keys came up. */
function markWindows(
  hits: readonly HitFacts[],
  { ms, most, key }: { ms: number; most: number; key: (hit: HitFacts) => string | null },
  mark: (hit: HitFacts) => void,
): void {
  if (hits.length < most) return;
  const counts = new Map<string | null, number>();
  let [start, marked] = [0, 0];
  for (const [end, last] of hits.entries()) {
    counts.set(key(last), (counts.get(key(last)) ?? 0) + 1);
    for (let first = hits[start]; first !== undefined && last.at - first.at > ms; first = hits[start]) {
      const left = (counts.get(key(first)) ?? 0) - 1;
      if (left === 0) counts.delete(key(first));
      else counts.set(key(first), left);
      start += 1;
    }
    if (counts.size < most) continue;
    for (const hit of hits.slice(Math.max(start, marked), end + 1)) mark(hit);
    marked = end + 1;
  }
}

function markRepeats(
  hits: readonly HitFacts[],
  { duplicateMs }: SceneRules,
  mark: (hit: HitFacts) => void,
): void {
  for (const [at, hit] of hits.entries()) {
    const before = hits[at - 1];
    if (before !== undefined && hit.at - before.at <= duplicateMs) mark(hit);
  }
}
