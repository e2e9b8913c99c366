import { budget } from '@sms-crm/contracts/budget';
import { ledgerPage } from '@sms-crm/contracts/ledger';
import { prices } from '@sms-crm/contracts/prices';
import { parseAsString } from 'nuqs/server';
import { pathWithQuery } from '../api/api.ts';
import { resource } from '../api/resource.ts';

export const currentBudget = resource('/v1/budget', budget);

export const priceList = resource('/v1/prices', prices);

/** Ten steps of two entries each. */
const pageSize = 20;

const text = parseAsString.withDefault('');

export const ledgerFilters = { day: text, kind: text, campaignId: text };

export type LedgerFilters = { day: string; kind: string; campaignId: string };

export const ledgerList = (place: LedgerFilters & { cursor: string }) =>
  resource('/v1/ledger', ledgerPage, { ...place, limit: pageSize });

/** Address of the same list as a file. */
export function ledgerFile(filters: LedgerFilters): string {
  return `/api${pathWithQuery('/v1/ledger/export.csv', filters)}`;
}
