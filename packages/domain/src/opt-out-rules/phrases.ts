import { normalize } from '../opt-outs/normalize.ts';

/** One word of these; or a gap. */
type Place = ReadonlySet<string> | 'gap';

/** Words that a `*` may stand for, at most. */
const mostWordsInGap = 3;

/** Words of a text that a phrase was found in: from one place to before another. */
export type Span = { from: number; to: number };

/** Phrases with what they belong to, found by their first word. */
export type PhraseIndex<Owner> = ReadonlyMap<string, readonly { rest: readonly Place[]; owner: Owner }[]>;

/** The words of a text, in the one spelling of all texts. */
export function wordsOf(body: string): string[] {
  return normalize(body).split(' ');
}

/** Prepares phrases, each with its owner, in the order in which they are to be found. */
export function indexPhrases<Owner>(
  phrases: readonly { phrase: string; owner: Owner }[],
): PhraseIndex<Owner> {
  const index = new Map<string, { rest: readonly Place[]; owner: Owner }[]>();
  for (const { phrase, owner } of phrases) {
    const [first, ...rest] = placesOf(phrase);
    if (first === undefined || first === 'gap') continue;
    for (const word of first) {
      const known = index.get(word) ?? [];
      known.push({ rest, owner });
      index.set(word, known);
    }
  }
  return index;
}

/** Every phrase that stands in the words, wherever it begins. */
export function findPhrases<Owner>(
  index: PhraseIndex<Owner>,
  words: readonly string[],
): (Span & { owner: Owner })[] {
  return words.flatMap((word, from) =>
    (index.get(word) ?? []).flatMap(({ rest, owner }) => {
      const to = endOf(words, from + 1, rest);
      return to === undefined ? [] : [{ from, to, owner }];
    }),
  );
}

/** Where the places end in the words when they begin there; undefined when they are not there. */
function endOf(words: readonly string[], at: number, places: readonly Place[]): number | undefined {
  const [place, ...rest] = places;
  if (place === undefined) return at;
  if (place !== 'gap') return place.has(words[at] ?? '') ? endOf(words, at + 1, rest) : undefined;
  for (let skipped = 0; skipped <= mostWordsInGap; skipped += 1) {
    const end = endOf(words, at + skipped, rest);
    if (end !== undefined) return end;
  }
  return undefined;
}

/** Gaps at the edges say nothing. */
function placesOf(phrase: string): Place[] {
  const places = phrase.split(/\s+/u).flatMap((part): Place[] => {
    if (part === '*') return ['gap'];
    if (part.includes('|'))
      return [
        new Set(
          part
            .split('|')
            .map(normalize)
            .filter((word) => word !== ''),
        ),
      ];
    return wordsOf(part).flatMap((word) => (word === '' ? [] : [new Set([word])]));
  });
  const first = places.findIndex((place) => place !== 'gap');
  const last = places.findLastIndex((place) => place !== 'gap');
  return first === -1 ? [] : places.slice(first, last + 1);
}
