import { mostChars, wordsOf } from './phrases.ts';

/** What stands inside of words, and at their edges is a sign of its own. */
const inside = '\'’‘`"“”«»-';

/** Whatever ends a clause: all but spaces and what stands inside of a word, such as the hyphen of “e-mail”. */
const clauseEnd = new RegExp(
  String.raw`[^\p{L}\p{N}\p{M}\p{Cf}\p{Zs}\t${inside}]+|(?<![\p{L}\p{N}\p{M}])[${inside}]+|[${inside}]+(?![\p{L}\p{N}])`,
  'u',
);

/** The words of each clause of a text. */
export function clausesOf(body: string): string[][] {
  return body
    .slice(0, mostChars)
    .normalize('NFKD')
    .split(clauseEnd)
    .map((clause) => wordsOf(clause).filter((word) => word !== ''))
    .filter((words) => words.length > 0);
}

const lastWord = /[\p{L}\p{N}]+(?=[^\p{L}\p{N}]*$)/u;

/** The last word of a text where it alone is written in capitals: a word on its own, whatever stands before it. */
export function shoutedEnd(body: string): string[] {
  const text = body.slice(0, mostChars).normalize('NFKC');
  const word = lastWord.exec(text)?.[0] ?? '';
  const before = text.slice(0, text.lastIndexOf(word));
  return word !== word.toLowerCase() && word === word.toUpperCase() && before !== before.toUpperCase()
    ? [word]
    : [];
}
