import { normalize } from '../opt-outs/normalize.ts';

/** One of these, each a word or several such as “e-mail”; or a gap. */
type Place = readonly (readonly string[])[] | 'gap';

/** Words that a `*` may stand for, at most. */
const mostWordsInGap = 3;

/** Words of a text that a phrase was found in: from one place to before another. */
export type Span = { from: number; to: number };

type Phrase<Owner> = { places: readonly Place[]; owner: Owner; order: number };

/** Phrases with what they belong to, found by the words they may begin with. */
export type PhraseIndex<Owner> = ReadonlyMap<string, readonly Phrase<Owner>[]>;

/** The words of a text, and the places of each: bit n for the nth. Read once, however many phrases it is held against. */
export type Said = { words: readonly string[]; places: ReadonlyMap<string, bigint> };

/** The words of a text, in the one spelling of all texts. */
export function wordsOf(body: string): string[] {
  return normalize(body).split(' ');
}

export function said(words: readonly string[]): Said {
  const places = new Map<string, bigint>();
  for (const [at, word] of words.entries()) {
    places.set(word, (places.get(word) ?? 0n) | (1n << BigInt(at)));
  }
  return { words, places };
}

/** Prepares phrases, each with its owner, in the order in which they are to be found. */
export function indexPhrases<Owner>(
  phrases: readonly { phrase: string; owner: Owner }[],
): PhraseIndex<Owner> {
  const index = new Map<string, Phrase<Owner>[]>();
  for (const [order, { phrase, owner }] of phrases.entries()) {
    const places = placesOf(phrase);
    const [first] = places;
    if (first === undefined || first === 'gap') continue;
    for (const word of new Set(first.map(([word = '']) => word))) {
      const known = index.get(word) ?? [];
      known.push({ places, owner, order });
      index.set(word, known);
    }
  }
  return index;
}

/** Words of phrases, those between bars and gaps too: to hold a text against them takes about as many steps. */
export function countWords(phrases: readonly string[]): number {
  return phrases
    .flatMap(placesOf)
    .reduce((sum, place) => sum + (place === 'gap' ? 1 : place.flat().length), 0);
}

/** Every phrase that stands in the text, wherever it begins. */
export function findPhrases<Owner>(index: PhraseIndex<Owner>, text: Said): (Span & { owner: Owner })[] {
  return find(index, text, setBits);
}

/** Every phrase that stands in the text, where it begins first: in the order of these places, then of the phrases. */
export function findFirst<Owner>(index: PhraseIndex<Owner>, text: Said): (Span & { owner: Owner })[] {
  return find(index, text, firstBit);
}

/** Whether a phrase stands in the text, at its beginning or up to its end where that is asked for. */
export function hasPhrase(
  index: PhraseIndex<unknown>,
  text: Said,
  { atStart, atEnd }: { atStart: boolean; atEnd: boolean },
): boolean {
  const ends = atEnd ? 1n << BigInt(text.words.length) : anywhere(text);
  return phrasesFor(index, text).some(({ places }) => {
    const starts = fitsOf(places, ends, text)[0] ?? 0n;
    return atStart ? hasBit(starts, 0) : starts !== 0n;
  });
}

function find<Owner>(
  index: PhraseIndex<Owner>,
  text: Said,
  choose: (starts: bigint) => number[],
): (Span & { owner: Owner })[] {
  const ends = anywhere(text);
  return phrasesFor(index, text)
    .flatMap(({ places, owner, order }) => {
      const fits = fitsOf(places, ends, text);
      return choose(fits[0] ?? 0n).map((from) => ({
        from,
        to: endOf(places, fits, { from, words: text.words }),
        owner,
        order,
      }));
    })
    .toSorted((a, b) => a.from - b.from || a.order - b.order)
    .map(({ from, to, owner }) => ({ from, to, owner }));
}

/** Those that begin with a word of the text, each once. */
function phrasesFor<Owner>(index: PhraseIndex<Owner>, text: Said): Phrase<Owner>[] {
  const byOrder = new Map<number, Phrase<Owner>>();
  for (const word of text.places.keys()) {
    for (const phrase of index.get(word) ?? []) byOrder.set(phrase.order, phrase);
  }
  return [...byOrder.values()];
}

function anywhere({ words }: Said): bigint {
  return (2n << BigInt(words.length)) - 1n;
}

/**
 * For each of a phrase's places, and for its end, the places of the text from which on the phrase fits: bit n for the nth word.
 * So one step looks at the whole text, and no phrase takes longer than its length, however many ways there are to fill its gaps.
 *
 * @param ends where it may end
 */
function fitsOf(phrase: readonly Place[], ends: bigint, { places }: Said): bigint[] {
  let fit = ends;
  const fits = [fit];
  for (const place of phrase.toReversed()) {
    fit = place === 'gap' ? anyOfGap(fit) : anyOf(place, fit, places);
    if (fit === 0n) return [];
    fits.push(fit);
  }
  return fits.toReversed();
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
  { from, words }: { from: number; words: readonly string[] },
): number {
  let at = from;
  for (const [n, place] of phrase.entries()) {
    const after = fits[n + 1] ?? 0n;
    if (place === 'gap') while (!hasBit(after, at)) at += 1;
    else at += place.find((one) => standsAt(one, words, at) && hasBit(after, at + one.length))?.length ?? 1;
  }
  return at;
}

function standsAt(one: readonly string[], words: readonly string[], at: number): boolean {
  return one.every((word, n) => words[at + n] === word);
}

function hasBit(bits: bigint, at: number): boolean {
  return ((bits >> BigInt(at)) & 1n) === 1n;
}

/** Mostly one of the first: to write out all of them took most of the time. */
function firstBit(bits: bigint): number[] {
  if (bits === 0n) return [];
  let width = 64;
  while (BigInt.asUintN(width, bits) === 0n) width *= 2;
  const written = BigInt.asUintN(width, bits).toString(2);
  return [written.length - 1 - written.lastIndexOf('1')];
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

/** Nearly all words are plain; to normalise thousands of them took 50 ms. */
const plain = /^[a-z0-9]+$/;

function spokenOf(part: string): string[] {
  if (plain.test(part)) return [part];
  return wordsOf(part).filter((word) => word !== '');
}
