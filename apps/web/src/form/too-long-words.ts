import { formatCount, formatCountOf } from '../format/numbers.ts';

/** By how much a text is too long: cut short without a word, its end would go missing unseen. */
export function tooLongWords(text: string, mostChars: number): string | undefined {
  const over = text.length - mostChars;
  if (over <= 0) return undefined;
  return `${formatCountOf(over, 'character')} too long; at most ${formatCount(mostChars)} fit. Shorten it.`;
}
