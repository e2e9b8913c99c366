import { chanceOf } from '../chance/chance.ts';
import type { Event, FaultInput } from './fault.ts';

/** A rule in force and what it has done so far. */
export type Rule = {
  readonly id: string;
  readonly fault: FaultInput;
  /** Set by whom: the caller of the control API, or the page's weather. */
  readonly by: 'caller' | 'weather';
  readonly untilMs: number;
  /** Events that matched, and those it struck. */
  seen: number;
  struck: number;
};

/** Whether a rule's phones are the event's. */
export function isAimedAt({ to, from }: FaultInput, event: Event): boolean {
  return isLike(to, event.to) && isLike(from, event.from);
}

/** Counts an event that matches and says whether the rule strikes it. */
export function strikes(rule: Rule, event: Event, chance: { seed: string; attempt: number }): boolean {
  const { fault } = rule;
  if (fault.times !== null && rule.struck >= fault.times) return false;
  rule.seen += 1;
  const beyond = rule.seen - fault.skip;
  if (beyond < 1 || (beyond - 1) % fault.every !== 0) return false;
  const isHit =
    fault.probability >= 1 || chanceOf(chance.seed, rule.id, event.to, chance.attempt) < fault.probability;
  if (isHit) rule.struck += 1;
  return isHit;
}

function isLike(pattern: string | undefined, phone: string): boolean {
  if (pattern === undefined) return true;
  return pattern.endsWith('*') ? phone.startsWith(pattern.slice(0, -1)) : phone === pattern;
}
