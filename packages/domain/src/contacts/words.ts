/** Most words kept of one contact. */
const maxWords = 12;

/** Longest word kept, characters. */
const maxWordLength = 40;

/** The lower-case words of a contact's names and e-mail, as the search asks for them: by their beginning. */
export function searchWords(...texts: readonly (string | null | undefined)[]): string[] {
  const words = texts.flatMap((text) =>
    (text ?? '')
      .toLowerCase()
      .normalize('NFKC')
      .split(/[^\p{L}\p{N}]+/u),
  );
  return [...new Set(words.filter((word) => word !== '').map((word) => word.slice(0, maxWordLength)))].slice(
    0,
    maxWords,
  );
}
