import type { Prices, PutPrices } from '@sms-crm/contracts/prices';
import { prices } from '@sms-crm/contracts/prices';
import { api } from '../api/api.ts';

/** The own prices as they are sent back. */
export function ownItems(own: Prices['items']): PutPrices['items'] {
  return own.map(({ prefix, partMicros }) => ({ prefix, partMicros }));
}

/** Replaces the own prices. */
export function putOwnPrices(body: PutPrices) {
  return api('/v1/prices', prices, { method: 'PUT', body });
}
