/** Calling codes of three digits by their first two (ITU-T E.164); all others but +1 and +7 have two. */
const threeDigitStarts = ['21', '22', '23', '24', '25', '26', '29', '35', '37', '38', '42', '50', '59'];
const moreThreeDigitStarts = ['67', '68', '69', '80', '85', '87', '88', '96', '97', '99'];
const withThreeDigits = new Set([...threeDigitStarts, ...moreThreeDigitStarts]);

/** A phone to read: `(415) 555-0123` for +1, `+44 7911123456` for others (each country groups in its own way), short codes as they are. */
export function formatPhone(e164: string): string {
  if (!e164.startsWith('+')) return e164;
  const digits = e164.slice(1);
  const northAmerican = /^1(\d{3})(\d{3})(\d{4})$/.exec(digits);
  if (northAmerican) return `(${northAmerican[1]}) ${northAmerican[2]}-${northAmerican[3]}`;
  const code = digits.slice(0, callingCodeLength(digits));
  return `+${code} ${digits.slice(code.length)}`;
}

function callingCodeLength(digits: string): number {
  if (digits.startsWith('1') || digits.startsWith('7')) return 1;
  return withThreeDigits.has(digits.slice(0, 2)) ? 3 : 2;
}
