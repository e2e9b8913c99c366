import { readHints, type HintName } from '../links/hints.ts';
import { judgeAgent } from './judge-agent.ts';
import { person, type Judgement } from './judgement.ts';

/** A hit as its request tells it; `network` is the data centre it came from, see `hosting-networks.ts`. */
export type RequestFacts = { agent: string; hints: string; network: string | null };

/** Headers by which browsers say that nobody has clicked yet; `X-Moz` and `X-Purpose` are those of old ones. */
const aheadHeaders: readonly HintName[] = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];
const aheadWords = /prefetch|preview|prerender/i;

/**
 * Judges a hit by its request alone: headers, then who asks, then where from. The first that speaks decides.
 * The method is not asked: a HEAD follows no link and is kept by nobody.
 */
export function judgeRequest({ agent, hints, network }: RequestFacts): Judgement {
  const ahead = hints.includes('urpose:') || hints.includes('x-moz:') ? sentAhead(hints) : null;
  if (ahead !== null) return ahead;
  const byAgent = judgeAgent(agent);
  if (byAgent !== null) return byAgent;
  return network === null ? person : { verdict: 'hosting', reason: network };
}

function sentAhead(lines: string): Judgement | null {
  const hints = readHints(lines);
  for (const name of aheadHeaders) {
    const value = hints[name];
    if (value !== undefined && aheadWords.test(value)) {
      return { verdict: 'prefetch', reason: `${name}: ${value}`.slice(0, 80) };
    }
  }
  return null;
}
