import type { IncomingHttpHeaders } from 'node:http';

/** Request headers kept with a hit, because they tell people from machines; nothing in them names a person. */
const hintNames = [
  'sec-purpose',
  'purpose',
  'x-purpose',
  'x-moz',
  'x-requested-with',
  'sec-fetch-dest',
  'sec-fetch-user',
  'sec-ch-ua',
  'sec-ch-ua-mobile',
  'sec-ch-ua-platform',
] as const;
export type HintName = (typeof hintNames)[number];

/** Characters kept of one header. */
const mostHintChars = 200;

/** The hints of a request as lines `name:value`. */
export function hintsOf(headers: IncomingHttpHeaders): string {
  let lines = '';
  for (const name of hintNames) {
    const value = headers[name];
    if (value !== undefined) lines += `${name}:${String(value).slice(0, mostHintChars)}\n`;
  }
  return lines;
}

/** Reads them back. */
export function readHints(lines: string): Partial<Record<HintName, string>> {
  const hints: Partial<Record<HintName, string>> = {};
  for (const line of lines.split('\n')) {
    const name = hintNames.find((one) => line.startsWith(`${one}:`));
    if (name !== undefined) hints[name] = line.slice(name.length + 1);
  }
  return hints;
}
