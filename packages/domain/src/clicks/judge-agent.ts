import { isbot, isbotMatch } from 'isbot';
import type { Judgement } from './judgement.ts';
import { previewAgents, programAgents, scannerAgents } from './known-agents.ts';

/** Agents whose judgement is remembered: isbot takes some 5 µs for one, and a campaign's taps bring the same ones again. */
const mostRemembered = 10_000;
const remembered = new Map<string, Judgement | null>();

/** Judges who asked by the name it gives itself; null when nothing speaks against a person. */
export function judgeAgent(agent: string): Judgement | null {
  const known = remembered.get(agent);
  if (known !== undefined) return known;
  const judged = judgeUnknown(agent.trim());
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(agent, judged);
  return judged;
}

function judgeUnknown(agent: string): Judgement | null {
  if (agent === '') return { verdict: 'no-browser', reason: 'no user agent' };
  const preview = firstMatch(previewAgents, agent);
  if (preview !== undefined) return { verdict: 'preview', reason: preview };
  const program = firstMatch(programAgents, agent);
  if (program !== undefined) return { verdict: 'no-browser', reason: program };
  const scanner = firstMatch(scannerAgents, agent);
  if (scanner !== undefined) return { verdict: 'bot', reason: scanner };
  return isbot(agent) ? { verdict: 'bot', reason: isbotMatch(agent)?.trim() ?? 'isbot' } : null;
}

function firstMatch(patterns: readonly RegExp[], agent: string): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(agent)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}
