import type { RuleVerdict } from '@sms-crm/contracts/opt-outs';
import { replyLanguages, type ReplyLanguage } from '../opt-outs/keywords.ts';
import { findFirst, findPhrases, indexPhrases, wordsOf, type PhraseIndex } from './phrases.ts';
import { harmlessPhrases, shippedRules } from './shipped.ts';

/** What a rule found in a text, in which words, and the language it was written in. */
export type Finding = { rule: string; verdict: RuleVerdict; language: ReplyLanguage; found: string };

/** Holds a text against all rules; the strongest verdict stands, of equals the first rule's. */
export type Matcher = (body: string) => Finding | undefined;

type Owner = { key: string | null; rule: string; verdict: RuleVerdict; language: ReplyLanguage };

const shipped = indexPhrases(
  shippedRules.flatMap(({ key, name, verdict, phrases }) =>
    replyLanguages.flatMap((language) =>
      (phrases[language] ?? []).map((phrase) => ({ phrase, owner: { key, rule: name, verdict, language } })),
    ),
  ),
);
const harmless = indexPhrases(harmlessPhrases.map((phrase) => ({ phrase, owner: null })));

/**
 * @param rules.off keys of shipped rules that the tenant switched off; those that must hold cannot be
 * @param rules.own the tenant's rules that are on
 */
export function createMatcher(rules: {
  off: ReadonlySet<string>;
  own: readonly { name: string; verdict: RuleVerdict; phrases: readonly string[] }[];
}): Matcher {
  const required = new Set(shippedRules.flatMap(({ key, required }) => (required ? [key] : [])));
  const own = indexPhrases(
    rules.own.flatMap(({ name, verdict, phrases }) =>
      phrases.map((phrase): { phrase: string; owner: Owner } => ({
        phrase,
        owner: { key: null, rule: name, verdict, language: 'en' },
      })),
    ),
  );
  return (body) => {
    const words = wordsOf(body);
    const ofShipped = findIn(shipped, withoutHarmless(words)).filter(
      ({ key }) => key === null || required.has(key) || !rules.off.has(key),
    );
    const all = [...ofShipped, ...findIn(own, words)];
    const best = all.find(({ verdict }) => verdict === 'opt-out') ?? all[0];
    if (best === undefined) return undefined;
    const { key: _, ...finding } = best;
    return finding;
  };
}

function findIn(index: PhraseIndex<Owner>, words: readonly string[]): (Owner & { found: string })[] {
  return findFirst(index, words).map(({ from, to, owner }) => ({
    ...owner,
    found: words.slice(from, to).join(' '),
  }));
}

/** Words that are taken out leave a place that no phrase has, so that what stood apart does not meet. */
function withoutHarmless(words: readonly string[]): string[] {
  const left = [...words];
  for (const { from, to } of findPhrases(harmless, words)) left.fill('', from, to);
  return left;
}
