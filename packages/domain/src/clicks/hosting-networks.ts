import { readFileSync } from 'node:fs';
import { networkOf, type Network } from './address.ts';

/** Sorted ranges of one IP version: a network is one number, its first 48 bits. */
type Ranges = { from: Float64Array; to: Float64Array; operators: string[] };

let loaded: Record<4 | 6, Ranges> | undefined;

/** The data centre a network belongs to; null for all others. Read from the data file at first use. */
export function hostingOf(network: Network): string | null {
  loaded ??= load(readFileSync(new URL('data/hosting-networks.txt', import.meta.url), 'utf8'));
  const { from, to, operators } = loaded[network.version];
  const value = valueOf(network);
  let [low, high] = [0, from.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if ((from[middle] ?? 0) > value) high = middle - 1;
    else low = middle + 1;
  }
  return high >= 0 && value <= (to[high] ?? -1) ? (operators[high] ?? null) : null;
}

function valueOf({ high, low }: Network): number {
  return high * 65_536 + low;
}

function load(text: string): Record<4 | 6, Ranges> {
  const found: { version: 4 | 6; from: number; to: number; operator: string }[] = [];
  let operator = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('# ')) operator = line.slice(2);
    else if (line !== '' && !line.startsWith(';')) found.push({ ...rangeOf(line), operator });
  }
  found.sort((a, b) => a.from - b.from);
  const rangesOf = (version: 4 | 6): Ranges => {
    const own = found.filter((range) => range.version === version);
    return {
      from: Float64Array.from(own, (range) => range.from),
      to: Float64Array.from(own, (range) => range.to),
      operators: own.map((range) => range.operator),
    };
  };
  return { 4: rangesOf(4), 6: rangesOf(6) };
}

/** No prefix of the file is longer than 48 bits, see there. */
function rangeOf(prefix: string): { version: 4 | 6; from: number; to: number } {
  const [ip = '', bits = ''] = prefix.split('/');
  const network = networkOf(ip);
  if (network === undefined) throw new Error(`not a network in the list of data centres: ${prefix}`);
  const from = valueOf(network);
  return { version: network.version, from, to: from + 2 ** (48 - Number(bits)) - 1 };
}
