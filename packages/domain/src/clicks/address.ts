import { isIP } from 'node:net';

/** Bits to which addresses are cut: a home or an office of IPv4 shares the last 8 bits with 255 others, of IPv6 it has 64 to 80 itself. */
export const cutBits = { 4: 24, 6: 48 } as const;

/** The first 32 and the following 16 bits of an address; all that any network here is told by. */
export type Network = { version: 4 | 6; high: number; low: number };

/** The 4 or 16 bytes of an address; an IPv4 address in IPv6 clothes is one of IPv4. Undefined for what is no address. */
export function bytesOf(ip: string): number[] | undefined {
  const version = isIP(ip);
  if (version === 4) return ip.split('.').map(Number);
  if (version !== 6) return undefined;
  const bytes = groupsOf(ip).flatMap((group) => [group >> 8, group & 255]);
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return isMapped ? bytes.slice(12) : bytes;
}

/** Reads the network of an address. Undefined for what is no address. */
export function networkOf(ip: string): Network | undefined {
  const bytes = bytesOf(ip);
  if (bytes === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const high = ((a << 24) | (b << 16) | (c << 8)) >>> 0;
  return bytes.length === 4 ? { version: 4, high, low: 0 } : { version: 6, high: high + d, low: e * 256 + f };
}

/** The cut address in the usual writing, e.g. `203.0.113.0/24` or `2001:db8:1::/48`. */
export function networkText({ version, high, low }: Network): string {
  if (version === 4) return `${high >>> 24}.${(high >>> 16) & 255}.${(high >>> 8) & 255}.0/${cutBits[4]}`;
  const groups = [Math.floor(high / 65_536), high % 65_536, low].map((group) => group.toString(16));
  return `${groups.join(':')}::/${cutBits[6]}`;
}

/** The eight groups of an IPv6 address. */
function groupsOf(ip: string): number[] {
  const [left = [], right] = ip.split('::', 2).map(groupsIn);
  if (right === undefined) return left;
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
}

/** Groups as they are written, the last two perhaps as an address of IPv4. */
function groupsIn(part: string): number[] {
  if (part === '') return [];
  return part.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map((byte) => Number.parseInt(byte, 10));
    return [a * 256 + b, c * 256 + d];
  });
}
