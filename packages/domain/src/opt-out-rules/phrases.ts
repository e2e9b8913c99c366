import { normalize } from '../opt-outs/normalize.ts';

/** One of these, each a word or several such as “e-mail”; or a gap. */
type Place = readonly (readonly string[])[] | 'gap';

/** Words that a `*` may stand for, at most. */
const mostWordsInGap = 3;

/** Words of a text that a phrase was found in: from one place to before another. */
export type Span = { from: number; to: number };

/** Phrases with what they belong to, found by their first word. */
export type PhraseIndex<Owner> = ReadonlyMap<string, readonly { rest: readonly Place[]; owner: Owner }[]>;

/** Characters of a text that are looked at: a text message has 1 600 at most. */
export const mostChars = 5_000;

/** The words of a text, in the one spelling of all texts. */
export function wordsOf(body: string): string[] {
  return normalize(body.slice(0, mostChars)).split(' ');
}

/** Prepares phrases, each with its owner, in the order in which they are to be found. */
export function indexPhrases<Owner>(
  phrases: readonly { phrase: string; owner: Owner }[],
): PhraseIndex<Owner> {
  const index = new Map<string, { rest: readonly Place[]; owner: Owner }[]>();
  for (const { phrase, owner } of phrases) {
    const [first, ...rest] = placesOf(phrase);
    if (first === undefined || first === 'gap') continue;
    for (const [word = '', ...others] of first) {
      const known = index.get(word) ?? [];
      known.push({ rest: [...others.map((other) => [[other]]), ...rest], owner });
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
  return find(index, words, setBits);
}

/** Every phrase that stands in the words, where it begins first: in the order of these places, then of the phrases. */
export function findFirst<Owner>(
  index: PhraseIndex<Owner>,
  words: readonly string[],
): (Span & { owner: Owner })[] {
  return find(index, words, firstBit);
}

function find<Owner>(
  index: PhraseIndex<Owner>,
  words: readonly string[],
  choose: (starts: bigint) => number[],
): (Span & { owner: Owner })[] {
  const placesOfWords = bitsByWord(words);
  const found = [...placesOfWords].flatMap(([word, bits]) =>
    (index.get(word) ?? []).flatMap(({ rest, owner }) => {
      const fits = fitsOf(rest, words.length, placesOfWords);
      const starts = bits & ((fits[0] ?? 0n) >> 1n);
      return choose(starts).map((from) => ({ from, to: endOf(rest, fits, from + 1, placesOfWords), owner }));
    }),
  );
  return found.toSorted((a, b) => a.from - b.from);
}

/**
 * For each of a phrase's places, and for its end, the places of the text from which on the phrase fits: bit n for the nth word.
 * So one step looks at the whole text, and no phrase takes longer than its length, however many ways there are to fill its gaps.
 */
function fitsOf(phrase: readonly Place[], length: number, words: ReadonlyMap<string, bigint>): bigint[] {
  let fit = (2n << BigInt(length)) - 1n;
  const fits = [fit];
  for (const place of phrase.toReversed()) {
    fit = place === 'gap' ? anyOfGap(fit) : anyOf(place, fit, words);
    fits.unshift(fit);
    if (fit === 0n) return [0n];
  }
  return fits;
}

function anyOf(
  place: readonly (readonly string[])[],
  after: bigint,
  words: ReadonlyMap<string, bigint>,
): bigint {
  let bits = 0n;
  for (const one of place) bits |= startsOf(one, after, words);
  return bits;
}

/** Where these words stand with a place of `after` behind them. */
function startsOf(one: readonly string[], after: bigint, words: ReadonlyMap<string, bigint>): bigint {
  return one.reduceRight((fit, word) => (words.get(word) ?? 0n) & (fit >> 1n), after);
}

function anyOfGap(fit: bigint): bigint {
  let bits = fit;
  for (let skipped = 1; skipped <= mostWordsInGap; skipped += 1) bits |= fit >> BigInt(skipped);
  return bits;
}

/** Where a phrase ends that fits at the place; its gaps take as few words as they can, the first ones first. */
function endOf(
  phrase: readonly Place[],
  fits: readonly bigint[],
  from: number,
  words: ReadonlyMap<string, bigint>,
): number {
  let at = from;
  for (const [n, place] of phrase.entries()) {
    const after = fits[n + 1] ?? 0n;
    if (place !== 'gap') at += place.find((one) => hasBit(startsOf(one, after, words), at))?.length ?? 1;
    else while (!hasBit(after, at)) at += 1;
  }
  return at;
}

function bitsByWord(words: readonly string[]): Map<string, bigint> {
  const bits = new Map<string, bigint>();
  for (const [at, word] of words.entries()) bits.set(word, (bits.get(word) ?? 0n) | (1n << BigInt(at)));
  return bits;
}

function hasBit(bits: bigint, at: number): boolean {
  return ((bits >> BigInt(at)) & 1n) === 1n;
}

function firstBit(bits: bigint): number[] {
  const written = bits.toString(2);
  const last = written.lastIndexOf('1');
  return last === -1 ? [] : [written.length - 1 - last];
}

function setBits(bits: bigint): number[] {
  return [...bits.toString(2)].toReversed().flatMap((bit, at) => (bit === '1' ? [at] : []));
}

/** Gaps at the edges say nothing. */
function placesOf(phrase: string): Place[] {
  const places = phrase.split(/\s+/u).flatMap((part): Place[] => {
    if (part === '*') return ['gap'];
    if (!part.includes('|')) return spokenOf(part).map((word) => [[word]]);
    return [
      part
        .split('|')
        .map(spokenOf)
        .filter((words) => words.length > 0),
    ];
  });
  const first = places.findIndex((place) => place !== 'gap');
  const last = places.findLastIndex((place) => place !== 'gap');
  return first === -1 ? [] : places.slice(first, last + 1);
}

function spokenOf(part: string): string[] {
  return wordsOf(part).filter((word) => word !== '');
}
