import { sql } from 'drizzle-orm';
import type { Transaction } from '@sms-crm/db/transaction';
import { bucketsOf, type Rates } from '../capacity/buckets.ts';
import type { RateTokens } from '../context/ports.ts';
import type { BulkCandidate } from './offer.ts';

/** Batches are offered about this much ahead of the tokens, s; what comes too early waits a moment in its claim. */
const aheadSeconds = 2;

/** Leaves those candidates, in their order, whose parts the rates of their numbers allow in the next moments. */
export async function withinRates(
  db: Transaction,
  tokens: RateTokens,
  candidates: readonly BulkCandidate[],
): Promise<BulkCandidate[]> {
  const left = await partsLeft(db, tokens, new Set(candidates.map(({ numberId }) => numberId)));
  return candidates.filter(({ numberId, parts }) => {
    const free = left.get(numberId) ?? 0;
    if (free <= 0) return false;
    left.set(numberId, free - parts);
    return true;
  });
}

async function partsLeft(
  db: Transaction,
  tokens: RateTokens,
  numberIds: ReadonlySet<string>,
): Promise<Map<string, number>> {
  const { rows } = await db.execute<Rates & { offered: number }>(sql`
    select n.id as "numberId", n.rate_parts::float8 as "numberParts", n.registration_id as "registrationId",
      r.rate_parts::float8 as "registrationParts", a.id as "accountId", a.rate_parts::float8 as "accountParts",
      t.id as "tenantId", t.rate_parts::float8 as "tenantParts", (
        select coalesce(sum(b.size), 0)::int from message_batches b
        where b.state in ('offered', 'claimed') and b.state = 'offered' and b.tenant_id = n.tenant_id and b.number_id = n.id
      ) as offered
    from sending_numbers n
    join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id
    join tenants t on t.id = n.tenant_id
    left join carrier_registrations r on r.tenant_id = n.tenant_id and r.id = n.registration_id
    where n.id = any (${sql.param([...numberIds])}::uuid[])`);
  const free = await Promise.all(
    rows.map(async (rates): Promise<[string, number]> => {
      const buckets = bucketsOf(rates);
      const slowest = Math.min(...buckets.map(({ ratePerSecond }) => ratePerSecond));
      const available = await tokens.available(buckets).catch(nothing);
      return [rates.numberId, available + aheadSeconds * slowest - rates.offered];
    }),
  );
  return new Map(free);
}

/** Redis is away: its connection says so once, and what needs no tokens goes on. */
function nothing(): number {
  return Number.NEGATIVE_INFINITY;
}
