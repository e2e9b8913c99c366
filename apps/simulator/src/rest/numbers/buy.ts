import type { Account } from '../../accounts/account.ts';
import { numberSchema, phoneSchema, type SendingNumber } from '../../accounts/number.ts';
import type { Simulator } from '../../simulator.ts';
import type { Refusal } from '../errors.ts';
import { readNumberForm } from './number-form.ts';
import { findStock, stockOf, type StockNumber } from './stock.ts';

/**
 * Buys a number: the one named, or any of an area code. A new number is registered for nothing yet, so
 * its texts to North America fail until its `registration` is set.
 */
export function buyNumber(
  simulator: Simulator,
  account: Account,
  fields: Readonly<Record<string, unknown>>,
): { number: SendingNumber } | { refusal: Refusal } {
  const read = readNumberForm(fields);
  if ('refusal' in read) return read;
  const chosen = choose(simulator, fields);
  if ('code' in chosen) return { refusal: chosen };
  const number: SendingNumber = {
    ...numberSchema.parse({
      phone: chosen.phone,
      type: chosen.kind === 'TollFree' ? 'toll-free' : 'long-code',
      registration: 'none',
    }),
    ...read.change,
  };
  const isKept = simulator.accounts.putNumber(account, number);
  return isKept ? { number } : { refusal: { code: 21422, detail: chosen.phone } };
}

function choose(simulator: Simulator, fields: Readonly<Record<string, unknown>>): StockNumber | Refusal {
  const { PhoneNumber: phone, AreaCode: areaCode } = fields;
  const isFree = (item: StockNumber) => simulator.accounts.owner(item.phone) === undefined;
  if (typeof phone === 'string' && phone !== '') {
    if (!phoneSchema.safeParse(phone).success) return { code: 21421, detail: phone };
    const item = findStock(phone);
    return item !== undefined && isFree(item) ? item : { code: 21422, detail: phone };
  }
  if (typeof areaCode !== 'string' || areaCode === '') {
    return { code: 20001, detail: 'Either PhoneNumber or AreaCode is required' };
  }
  const stock = stockOf('US', 'Local', areaCode) ?? [];
  return stock.find(isFree) ?? { code: 21452, detail: areaCode };
}
