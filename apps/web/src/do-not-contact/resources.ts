import { dncPage } from '@sms-crm/contracts/do-not-contact';
import { parseAsString } from 'nuqs/server';
import { resource } from '../api/resource.ts';

export const dncFilters = { q: parseAsString.withDefault('') };

/** Entries whose phone begins or ends with the digits of `q`. */
export const dncList = (place: { q: string; cursor: string }) =>
  resource('/v1/do-not-contact', dncPage, { ...place, q: place.q.replaceAll(/[^\d+]/g, '') });
