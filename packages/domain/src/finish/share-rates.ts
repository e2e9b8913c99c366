import type { Capacity, NumberCapacity } from './capacity.ts';

type Wish = { number: NumberCapacity | undefined; rate: number };

/** What numbers get of what they could send, when registration, carrier account and tenant bound them together; in the order asked. */
export function shareRates(capacity: Capacity, wishes: readonly Wish[]): number[] {
  const { registrations, accountParts, tenantParts } = capacity;
  const rates = wishes.map(({ rate }) => rate);
  const scale = (
    scopeOf: (number: NumberCapacity) => string | null,
    limitOf: (scope: string) => number | null,
  ) => {
    const sums = new Map<string, number>();
    const scopes = wishes.map(({ number }) => (number === undefined ? null : scopeOf(number)));
    for (const [index, scope] of scopes.entries()) {
      if (scope !== null) sums.set(scope, (sums.get(scope) ?? 0) + (rates[index] ?? 0));
    }
    for (const [index, scope] of scopes.entries()) {
      const limit = scope === null ? null : limitOf(scope);
      const sum = sums.get(scope ?? '') ?? 0;
      if (limit !== null && sum > limit) rates[index] = ((rates[index] ?? 0) * limit) / sum;
    }
  };
  scale(
    ({ registrationId }) => registrationId,
    (id) => registrations.get(id)?.rateParts ?? null,
  );
  scale(
    ({ accountId }) => accountId,
    (id) => accountParts.get(id) ?? null,
  );
  scale(
    () => 'tenant',
    () => tenantParts,
  );
  return rates;
}
