import type { Bucket } from '@sms-crm/runtime/token-buckets';

export type { Bucket };

/** The rates a text from one number meets, parts a second; null is no limit of that scope. */
export type Rates = {
  numberId: string;
  numberParts: number;
  registrationId: string | null;
  registrationParts: number | null;
  accountId: string;
  accountParts: number | null;
  tenantId: string;
  tenantParts: number | null;
};

/** The token buckets behind these rates. */
export function bucketsOf(rates: Rates): Bucket[] {
  const scopes: [string, string | null, number | null][] = [
    ['number', rates.numberId, rates.numberParts],
    ['registration', rates.registrationId, rates.registrationParts],
    ['account', rates.accountId, rates.accountParts],
    ['tenant', rates.tenantId, rates.tenantParts],
  ];
  return scopes.flatMap(([scope, id, ratePerSecond]) =>
    id === null || ratePerSecond === null ? [] : [{ name: `${scope}:${id}`, ratePerSecond }],
  );
}
