/** One spelling for all ways to write the same: width, case, accents, quotes, punctuation, emoji, spaces. */
export function normalize(body: string): string {
  return body
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Cf}'’‘`"“”«»]/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
