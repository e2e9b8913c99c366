import { randomFillSync } from 'node:crypto';

/** Random bytes of one id; drawn for many ids at once, since one draw each took longer than the rest. */
const randomBytes = 9;
const drawn = Buffer.alloc(randomBytes * 512);
let used = drawn.length;

/** The time of the last id and how it is written: many ids fall into one millisecond. */
let writtenMs = -1;
let written = '';

/** A version 7 UUID: ids of later hits sort behind earlier ones. */
export function newHitId(nowMs: number): string {
  if (nowMs !== writtenMs) {
    const hex = nowMs.toString(16).padStart(12, '0');
    writtenMs = nowMs;
    written = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
  }
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const hex = drawn.toString('hex', used, used + randomBytes);
  used += randomBytes;
  // The variant's two bits, and two random ones beside them.
  const variant = '89ab'[Number.parseInt(hex.charAt(3), 16) & 3] ?? '8';
  return `${written}${hex.slice(0, 3)}-${variant}${hex.slice(3, 6)}-${hex.slice(6)}`;
}
