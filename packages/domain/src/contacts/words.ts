/** Most words kept of one contact. */
const maxWords = 12;

/** Longest word kept, characters. */
const maxWordLength = 40;

/** The words a contact is found by: of its names and of the e-mail before the @ (whole e-mails are asked for by range). */
export function contactWordsOf(contact: {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
}): string[] {
  return searchWords(contact.firstName, contact.lastName, contact.email?.split('@')[0]);
}

/** The lower-case words of texts, as the search asks for them: by their beginning. */
export function searchWords(...texts: readonly (string | null | undefined)[]): string[] {
  return wordsIn(texts, maxWords);
}

/** The same, as many as are wanted. */
export function wordsIn(texts: readonly (string | null | undefined)[], most: number): string[] {
  const words = texts.flatMap((text) =>
    (text ?? '')
      .toLowerCase()
      .normalize('NFKC')
      .split(/[^\p{L}\p{N}]+/u),
  );
  return [...new Set(words.filter((word) => word !== '').map((word) => word.slice(0, maxWordLength)))].slice(
    0,
    most,
  );
}
