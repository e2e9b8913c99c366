import { readable } from '../opt-outs/normalize.ts';
import { wordsOf } from './phrases.ts';

/** What stands inside of words, and at their edges is a sign of its own. */
const inside = '\'’‘`"“”«»-';

/** Whatever ends a clause: all but spaces and what stands inside of a word, such as the hyphen of “e-mail”. */
const clauseEnd = new RegExp(
  String.raw`[^\p{L}\p{N}\p{M}\p{Cf}\p{Zs}\t${inside}]+|(?<![\p{L}\p{N}\p{M}])[${inside}]+|[${inside}]+(?![\p{L}\p{N}])`,
  'u',
);

/** The words of each clause of a text. */
export function clausesOf(body: string): string[][] {
  return readable(body)
    .split(clauseEnd)
    .map((clause) => wordsOf(clause).filter((word) => word !== ''))
    .filter((words) => words.length > 0);
}

const word = /[\p{L}\p{N}]+/gu;

/** The last word of a text where it alone is written in capitals: a word on its own, whatever stands before it. */
export function shoutedEnd(body: string): string[] {
  const text = readable(body);
  const last = text.match(word)?.at(-1) ?? '';
  const before = text.slice(0, text.lastIndexOf(last));
  return last !== last.toLowerCase() && last === last.toUpperCase() && before !== before.toUpperCase()
    ? [last]
    : [];
}
