import { createHash } from 'node:crypto';

/** A resource identifier that follows from what it names: the same number has the same one after a restart. */
export function derivedSid(prefix: string, ...names: readonly string[]): string {
  return prefix + createHash('sha256').update(names.join('|')).digest('hex').slice(0, 32);
}

/** The identifier of an account's number: PN, or SC of a short code. */
export function numberSid(accountSid: string, phone: string): string {
  return derivedSid(phone.startsWith('+') ? 'PN' : 'SC', accountSid, phone);
}
