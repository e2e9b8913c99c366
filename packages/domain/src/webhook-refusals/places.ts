/** Characters kept of an address, most of which whoever posts can choose. */
const mostChars = 300;

/** An address without its query, whose values are secrets or differ from text to text. */
export function placeOf(url: string): string {
  return (url.split('?')[0] ?? '').slice(0, mostChars);
}
