/** RFC 2822 in GMT with a numeric zone, seconds precise: `Thu, 24 Aug 2023 05:01:45 +0000`. */
export function rfcDate(ms: number): string {
  const second = Math.floor(ms / 1_000);
  if (second !== lastDate.second) {
    lastDate = { second, text: `${new Date(ms).toUTCString().slice(0, -3)}+0000` };
  }
  return lastDate.text;
}

/** The last date written; thousands of messages share it. */
let lastDate = { second: -1, text: '' };
