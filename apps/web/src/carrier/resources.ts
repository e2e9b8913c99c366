import { carrierAccount, carrierAccounts } from '@sms-crm/contracts/carrier-accounts';
import { api } from '../api/api.ts';
import { resource } from '../api/resource.ts';

export const carrierKey = ['v1', 'carrier-accounts'];

export const accountList = resource('/v1/carrier-accounts', carrierAccounts);

/** One change of an account: `verify`, `rotate-token`, `test-text/confirm`, `go-live`. */
export function postAccount(id: string, step: string, body: unknown) {
  return api(`/v1/carrier-accounts/${id}/${step}`, carrierAccount, { method: 'POST', body });
}

/** What follows a change of a carrier account: its own page, numbers and who is reached. */
export const touched = [carrierKey, ['v1', 'numbers'], ['v1', 'registrations'], ['v1', 'session']];
