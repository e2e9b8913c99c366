/** Letters that no accent is taken off of, as those who write them spell them without. */
const spelled: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** A key for an own field made from a column's header: `Loyalty tier` becomes `loyalty_tier`, `Größe` `groesse`. */
export function attributeKeyOf(header: string, index: number): string {
  const words = header
    .toLowerCase()
    .normalize('NFC')
    .replace(/[äöüßæœøłđðþı]/g, (letter) => spelled[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_');
  const key = words
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/_+$/, '');
  return key === '' ? `column_${index + 1}` : key;
}
