import type { Account } from '../../accounts/account.ts';
import type { SendingNumber } from '../../accounts/number.ts';
import { numberSid } from '../../accounts/sid.ts';
import type { Simulator } from '../../simulator.ts';
import type { Refusal } from '../errors.ts';
import { readNumberForm } from './number-form.ts';

type Query = Readonly<Record<string, unknown>>;

/** The account's numbers of one resource, by the filters of its list; phones match by the digits given. */
export function listNumbers(
  account: Account,
  isOfResource: (number: SendingNumber) => boolean,
  { phone, name }: { phone: unknown; name: unknown },
): SendingNumber[] {
  const wanted = typeof phone === 'string' ? phone.replaceAll(/[^\d*]/g, '') : '';
  const pattern = new RegExp(wanted.replaceAll('*', String.raw`\d*`));
  return [...account.numbers.values()].filter(
    (number) =>
      isOfResource(number) &&
      (wanted === '' || pattern.test(number.phone)) &&
      (typeof name !== 'string' || name === '' || number.friendlyName === name),
  );
}

/** The account's number with this SID. */
export function numberBySid(account: Account, sid: string): SendingNumber | undefined {
  return [...account.numbers.values()].find(({ phone }) => numberSid(account.sid, phone) === sid);
}

/** Changes a number by a form. */
export function changeNumber(
  { accounts }: Simulator,
  account: Account,
  number: SendingNumber,
  fields: Query,
): { number: SendingNumber } | { refusal: Refusal } {
  const read = readNumberForm(fields);
  if ('refusal' in read) return read;
  const changed = { ...number, ...read.change };
  accounts.putNumber(account, changed);
  return { number: changed };
}
