import type { RuleVerdict } from '@sms-crm/contracts/opt-outs';
import type { ReplyLanguage } from '../opt-outs/keywords.ts';
import { demands } from './shipped-demands.ts';
import { doubts } from './shipped-doubts.ts';

/** Phrases of each language; for what they may hold see the contract of rules. */
export type PhrasesByLanguage = Partial<Record<ReplyLanguage, readonly string[]>>;

/** A rule that comes with the product and holds from the first day. */
export type Shipped = {
  key: string;
  name: string;
  verdict: RuleVerdict;
  /** Holds whatever the tenant wishes. */
  required: boolean;
  source: string;
  phrases: PhrasesByLanguage;
};

/**
 * The rules in the order in which they are asked. A text revokes consent by "any reasonable means" (47 CFR 64.1200(a)(10)): what any
 * reader takes for that is an opt-out, what only may be one is for a person to decide.
 */
export const shippedRules: readonly Shipped[] = [demands, ...doubts];

/** Where somebody may stop at or in. */
const premises =
  'store|shop|office|location|branch|place|house|bank|market|mall|pharmacy|clinic|salon|bakery|restaurant|cafe|bar|gym|school|church|hotel|airport|station|booth|counter|desk|event';

/** What is complained of. */
const complained = 'these|them|this|that|it|texts|msgs|messages|sms|spam|ads';

/** Words that are meant as they stand, whatever harmless phrase they meet. */
export const meantPhrases: readonly string[] = [
  `${complained} to stop|end`,
  `${complained} has|have|needs|need|got|ought to stop|end`,
  `make|get|have ${complained} stop|end`,
  'why didnt|havent|wont|cant you|u|yall stop|end',
  'wrong one|number|person stop|end|cancel',
];

/** Words around a phrase that make it harmless where they stand in one clause: they are left out before the rules are asked. */
export const harmlessPhrases: readonly string[] = [
  'dont|never stop|cancel|unsubscribe|end|quit|remove|opt',
  'do not stop|cancel|unsubscribe|end|quit|remove|opt',
  'did|didnt|does|doesnt you|they|he|she|it|we|yall stop|quit|end|cancel',
  'did|didnt you|they|we guys|all|ever|already|just|really stop|quit|end|cancel',
  'bus|train|metro|subway|tram|truck|rest|pit|tour|full|last|first|next|one|non|gas stop',
  'stop by|over|sign|light|watch|loss|motion',
  `stop at the|your|our|my|a * ${premises}`,
  `stop in * ${premises}|today|tomorrow|later|weekend`,
  'in|at|by|until|till|the|of|weeks|months|years|days end',
  'dead|weekend|rear|front|back|high|low end',
  'end of|date|up|time|zone|table|result|game',
  'your|this|the list price|prices',
  'sin parar',
  'arret de|du bus|metro|tram|travail|maladie',
  'sans arret',
];
