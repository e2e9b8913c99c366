import type { Finding, Matcher } from '../opt-out-rules/matcher.ts';
import { isYes, type Keyword } from './keywords.ts';
import type { Wish } from './obey-wishes.ts';
import { readKeyword } from './read-keyword.ts';

type Text = Parameters<typeof readKeyword>[0] & { From: string };

/** What a text says of being texted: by a keyword, or in words of its own that a rule finds. An opt-out in own words is a STOP. */
export type Reading = { keyword: Keyword | undefined; finding: Finding | undefined };

/** Keywords come first: no rule is asked about a text that is one. */
export function readText(text: Text, match: Matcher): Reading {
  const keyword = readKeyword(text);
  return keyword === undefined ? readOwnWords(text, match) : { keyword, finding: undefined };
}

/** Reads a text that is no keyword. */
export function readOwnWords(text: Text, match: Matcher): Reading {
  const finding = match(text.Body);
  return finding?.verdict === 'opt-out'
    ? { keyword: { intent: 'stop', language: finding.language }, finding }
    : { keyword: undefined, finding };
}

/** What is to be done about a text as soon as it is stored; nothing for a HELP and for texts about other things. */
export function wishOf(
  { id, at, text }: { id: string; at: Date; text: Text },
  { keyword, finding }: Reading,
): Wish | undefined {
  const from = { phone: text.From, messageId: id, at };
  if (keyword === undefined) return finding && { ...from, intent: 'doubt', body: text.Body, finding };
  if (keyword.intent === 'help') return undefined;
  const reason = finding === undefined ? {} : { reason: `Wrote “${finding.found}”` };
  const intent = keyword.intent === 'start' && isYes(text.Body) ? 'yes' : keyword.intent;
  return { ...from, intent, ...reason };
}
