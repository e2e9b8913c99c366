import { judgeRequest } from './judge-request.ts';
import type { HitFacts } from './facts.ts';
import type { Judgement } from './judgement.ts';
import type { Rules } from './rules.ts';

/** Judges a hit by itself: its request, then how soon it came after the text. */
export function judgeAlone(
  facts: Pick<HitFacts, 'agent' | 'hints' | 'network' | 'ageMs'>,
  rules: Pick<Rules, 'tooEarlyMs'>,
): Judgement {
  const judged = judgeRequest(facts);
  if (judged.verdict !== 'human' || facts.ageMs === null || facts.ageMs >= rules.tooEarlyMs) return judged;
  return { verdict: 'too-early', reason: earlyWords(facts.ageMs) };
}

function earlyWords(ageMs: number): string {
  return ageMs < 0 ? 'before the text was sent' : `${(ageMs / 1_000).toFixed(1)} s after the text was sent`;
}
