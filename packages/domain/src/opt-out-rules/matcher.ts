import type { RuleVerdict } from '@sms-crm/contracts/opt-outs';
import { matchKeyword, replyLanguages, type ReplyLanguage } from '../opt-outs/keywords.ts';
import { isOverlong } from '../opt-outs/normalize.ts';
import { clausesOf, shoutedEnd } from './clauses.ts';
import { findFirst, findPhrases, indexPhrases, said, type PhraseIndex, type Span } from './phrases.ts';
import { perSe } from './shipped-doubts.ts';
import { harmlessPhrases, meantPhrases, shippedRules } from './shipped.ts';

/** What a rule found in a text, in which words, and the language it was written in. */
export type Finding = { rule: string; verdict: RuleVerdict; language: ReplyLanguage; found: string };

/** Holds a text against all rules; the strongest verdict stands, of equals the first rule's. */
export type Matcher = (body: string) => Finding | undefined;

/** Characters shown of a text that was not read to its end. */
const shownOfUnread = 40;

type Owner = { key: string | null; rule: string; verdict: RuleVerdict; language: ReplyLanguage };

const shipped = indexPhrases(
  shippedRules.flatMap(({ key, name, verdict, phrases }) =>
    replyLanguages.flatMap((language) =>
      (phrases[language] ?? []).map((phrase) => ({ phrase, owner: { key, rule: name, verdict, language } })),
    ),
  ),
);
const harmless = indexPhrases(harmlessPhrases.map((phrase) => ({ phrase, owner: null })));
const meant = indexPhrases(meantPhrases.map((phrase) => ({ phrase, owner: null })));

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
    const clauses = clausesOf(body);
    const harmful = clauses.map(withoutHarmless);
    const ofShipped = findIn(shipped, harmful.flat()).filter(
      ({ key }) => key === null || required.has(key) || !rules.off.has(key),
    );
    const all = [
      ...ofShipped,
      ...findIn(own, clauses.flat()),
      ...[...harmful, shoutedEnd(body)].flatMap(keywordOf),
    ];
    const best = all.find(({ verdict }) => verdict === 'opt-out') ?? all[0];
    if (best === undefined) return isOverlong(body) ? unread(clauses.flat()) : undefined;
    const { key: _, ...finding } = best;
    return finding;
  };
}

/** Where a text goes on unread there may be an opt-out: a person looks. */
function unread(words: readonly string[]): Finding {
  const beginning = words.join(' ').slice(0, shownOfUnread).toWellFormed();
  return {
    rule: 'Too long to be read to its end',
    verdict: 'doubtful',
    language: 'en',
    found: `${beginning}…`,
  };
}

function findIn(index: PhraseIndex<Owner>, words: readonly string[]): (Owner & { found: string })[] {
  return findFirst(index, said(words)).map(({ from, to, owner }) => ({
    ...owner,
    found: words.slice(from, to).join(' '),
  }));
}

/** A clause that would stop as a text of its own is at least a doubt, whatever stands around it. */
function keywordOf(clause: readonly string[]): (Owner & { found: string })[] {
  const found = clause.join(' ');
  const keyword = matchKeyword(found);
  if (keyword?.intent !== 'stop') return [];
  return [{ key: perSe.key, rule: perSe.name, verdict: perSe.verdict, language: keyword.language, found }];
}

/**
 * A harmless phrase never reaches into the next clause, where a wish of its own may stand. Words that are taken out leave a place
 * that no phrase has, so that what stood apart does not meet.
 */
function withoutHarmless(clause: readonly string[]): string[] {
  const left = [...clause];
  const text = said(clause);
  const kept = new Set(findPhrases(meant, text).flatMap(placesIn));
  for (const span of findPhrases(harmless, text)) {
    if (!placesIn(span).some((at) => kept.has(at))) left.fill('', span.from, span.to);
  }
  return left;
}

function placesIn({ from, to }: Span): number[] {
  return Array.from({ length: to - from }, (_, n) => from + n);
}
