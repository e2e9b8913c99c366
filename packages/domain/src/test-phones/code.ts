import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type { Settings } from '../context/context.ts';

/** A code is good for this long, ms, and for this many tries. */
export const codeLifeMs = 10 * 60_000;
export const maxCodeTries = 5;

const digits = 6;

/** A random code of 6 digits. */
export function newTestCode(): string {
  return String(randomInt(10 ** digits)).padStart(digits, '0');
}

/** What is stored of a code, bound to its phone. */
export function hashTestCode(
  { callbackSecret }: Pick<Settings, 'callbackSecret'>,
  phone: string,
  code: string,
): string {
  return createHmac('sha256', callbackSecret).update(`test-phone ${phone} ${code}`).digest('hex');
}

/** Compares without telling by its time how much was right. */
export function isSameHash(hash: string, other: string): boolean {
  return hash.length === other.length && timingSafeEqual(Buffer.from(hash), Buffer.from(other));
}
