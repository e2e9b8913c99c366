import { timingSafeEqual } from 'node:crypto';
import type { Account } from '../accounts/account.ts';
import type { Simulator } from '../simulator.ts';
import type { Refusal } from './errors.ts';

/** The account a request may act for by its `Authorization` header, or why it may not. */
export function authorize(
  simulator: Simulator,
  accountSid: string,
  header: string | undefined,
): { account: Account } | { refusal: Refusal } {
  const account = simulator.accounts.get(accountSid);
  if (account === undefined || !isSame(Buffer.from(header ?? ''), account.authorization)) {
    return { refusal: { code: 20003 } };
  }
  return account.status === 'active' ? { account } : { refusal: { code: 20005 } };
}

/** The account SID a Basic `Authorization` header names, for paths that name none. */
export function sidOfHeader(header: string | undefined): string {
  const credentials = header?.startsWith('Basic ') === true ? header.slice('Basic '.length) : '';
  return Buffer.from(credentials, 'base64').toString('utf8').split(':')[0] ?? '';
}

function isSame(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
