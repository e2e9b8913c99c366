import { mostChars, wordsOf } from './phrases.ts';

/** Whatever ends a clause: all but what stands between or inside the words of one, such as spaces, hyphens and quotes. */
const clauseEnd = /[^\p{L}\p{N}\p{M}\p{Cf}\p{Zs}\t'’‘`"“”«»-]+/u;

/** The words of each clause of a text. */
export function clausesOf(body: string): string[][] {
  return body
    .slice(0, mostChars)
    .normalize('NFKD')
    .split(clauseEnd)
    .map((clause) => wordsOf(clause).filter((word) => word !== ''))
    .filter((words) => words.length > 0);
}
