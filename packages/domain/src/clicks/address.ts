import { isIP } from 'node:net';

/** Bits to which addresses are cut: a home or an office of IPv4 shares the last 8 bits with 255 others, of IPv6 it has 64 to 80 itself. */
export const cutBits = { 4: 24, 6: 48 } as const;

/** The first 32 and the following 16 bits of an address; all that any network here is told by. */
export type Network = { version: 4 | 6; high: number; low: number };

/** Reads the network of an address; an IPv4 address in IPv6 clothes is one of IPv4. Undefined for what is no address. */
export function networkOf(ip: string): Network | undefined {
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip;
  const version = isIP(plain);
  if (version === 4) return { version, high: (toNumber(plain) & 0xff_ff_ff_00) >>> 0, low: 0 };
  if (version !== 6) return undefined;
  const [first = 0, second = 0, third = 0] = groupsOf(plain);
  return { version, high: first * 65_536 + second, low: third };
}

/** The cut address in the usual writing, e.g. `203.0.113.0/24` or `2001:db8:1::/48`. */
export function networkText({ version, high, low }: Network): string {
  if (version === 4) return `${high >>> 24}.${(high >>> 16) & 255}.${(high >>> 8) & 255}.0/${cutBits[4]}`;
  const groups = [Math.floor(high / 65_536), high % 65_536, low].map((group) => group.toString(16));
  return `${groups.join(':')}::/${cutBits[6]}`;
}

function toNumber(ip: string): number {
  return ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The leading groups of an IPv6 address; those behind `::` are no part of any network here unless nothing stands before it. */
function groupsOf(ip: string): number[] {
  const [head = '', tail] = ip.split('::', 2);
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const dotted = right.at(-1)?.includes('.') === true ? 1 : 0;
  const gap = tail === undefined ? 0 : 8 - left.length - right.length - dotted;
  return [...left, ...Array.from({ length: gap }, () => '0'), ...right].map((group) =>
    Number.parseInt(group, 16),
  );
}
