/** Characters of a text that are read, after normalising: a text message has 1 600 at most, and few characters become more than three. */
const mostChars = 5_000;

/** What one character becomes at most. */
const mostFromOne = 18;

/** So much is normalised before the length is looked at again. */
const pieces = /.{1,250}/gsu;

const marks = /\p{M}+/gu;

/** Width, ligatures and accents made one. Marks go first too: to sort thousands on one letter takes the square of their number. */
function plainly(body: string): string {
  let plain = '';
  for (const [piece] of body.slice(0, mostChars).replaceAll(marks, '').matchAll(pieces)) {
    plain += piece.normalize('NFKD').replaceAll(marks, '');
    if (plain.length > mostChars) break;
  }
  return plain;
}

/** As much of a text as is read, with one spelling of each letter; case, signs and spaces are still there. */
export function readable(body: string): string {
  return plainly(body).slice(0, mostChars);
}

/** Whether a text goes on where reading ends. */
export function isOverlong(body: string): boolean {
  if (body.length * mostFromOne <= mostChars) return false;
  return body.length > mostChars || plainly(body).length > mostChars;
}

/** One spelling for all ways to write the same: width, case, accents, quotes, punctuation, emoji, spaces. */
export function normalize(body: string): string {
  return readable(body)
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Cf}'’‘`"“”«»]+/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
