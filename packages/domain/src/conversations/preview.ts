/** Characters of a text that lists show. */
const previewChars = 200;

/** The beginning of a text, for lists, without half a character at its end. */
export function previewOf(body: string): string {
  return body.slice(0, previewChars).replace(/[\uD800-\uDBFF]$/, '');
}
