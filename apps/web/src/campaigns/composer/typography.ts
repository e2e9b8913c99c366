/** Characters that word processors put in, and what the SMS alphabet has in their place. */
const plain: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '′': "'",
  '´': "'",
  '`': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '″': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '•': '-',
  '·': '-',
  '…': '...',
  '\u00a0': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
  '\t': ' ',
  '\u200b': '',
  '\ufeff': '',
  '\u00ad': '',
};

/** Whether a character has a plain twin that keeps a text in the SMS alphabet. */
export function hasPlainTwin(character: string): boolean {
  return Object.hasOwn(plain, character);
}

/** The text with typographic quotes, dashes, dots and blanks replaced by plain ones. */
export function withPlainTypography(text: string): string {
  return Array.from(text, (character) => plain[character] ?? character).join('');
}

const invisible: Readonly<Record<string, string>> = {
  '\u00a0': 'non-breaking space',
  '\u2009': 'thin space',
  '\u202f': 'narrow space',
  '\t': 'tab',
  '\u200b': 'zero-width space',
  '\ufeff': 'byte order mark',
  '\u00ad': 'soft hyphen',
};

/** The name of a character that cannot be seen. */
export function invisibleName(character: string): string | undefined {
  return invisible[character];
}
