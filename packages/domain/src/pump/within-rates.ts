import { sql } from 'drizzle-orm';
import type { Transaction } from '@sms-crm/db/transaction';
import type { Available } from '@sms-crm/runtime/token-buckets';
import { bucketsOf, type Bucket, type Rates } from '../capacity/buckets.ts';
import type { RateTokens } from '../context/ports.ts';
import type { BulkCandidate } from './offer.ts';

/** Batches are offered about this much ahead of the tokens, s; what comes too early waits a moment in its claim. */
const aheadSeconds = 2;

/** Numbers that have no token yet, but will within this time, are offered nothing before: their claims would all come to nothing, ms. */
const soonMs = 500;

/** What may be offered, and when those numbers will have tokens that have none yet, ms from now. */
type Allowed = { batches: BulkCandidate[]; againInMs: number };

/** Leaves those candidates, in their order, whose parts the rates of their numbers allow in the next moments. */
export async function withinRates(
  db: Transaction,
  tokens: RateTokens,
  candidates: readonly BulkCandidate[],
): Promise<Allowed> {
  const numbers = await partsLeft(db, tokens, new Set(candidates.map(({ numberId }) => numberId)));
  const left = new Map(numbers.map(({ numberId, parts, soon }) => [numberId, soon === null ? parts : 0]));
  const batches = candidates.filter(({ numberId, parts }) => {
    const free = left.get(numberId) ?? 0;
    if (free <= 0) return false;
    left.set(numberId, free - parts);
    return true;
  });
  return { batches, againInMs: Math.min(...numbers.map(({ soon }) => soon ?? Number.POSITIVE_INFINITY)) };
}

/** Parts that single texts may take from one bucket now, beside those that were offered already, and when it holds one, ms from now. */
type Room = { left: number; waitMs: number };

/** The room in the buckets of each number; numbers that share a bucket share its room. */
export async function singlesRoom(
  db: Transaction,
  tokens: RateTokens,
  numberIds: ReadonlySet<string>,
): Promise<Map<string, Room[]>> {
  const { rows: offered } = await db.execute<{ numberId: string; parts: number }>(sql`
    select m.number_id as "numberId", sum(m.parts)::int as parts from message_batches b
    join messages m on m.tenant_id = b.tenant_id and m.id = b.first_id
    where b.state in ('offered', 'claimed') and b.state = 'offered' and b.queue = 'now' group by 1`);
  const numbers = await readRates(db, new Set([...numberIds, ...offered.map(({ numberId }) => numberId)]));
  const buckets = new Map(numbers.flatMap(bucketsOf).map((bucket) => [bucket.name, bucket]));
  const rooms = new Map(
    await Promise.all(
      [...buckets].map(async ([name, bucket]): Promise<[string, Room]> => [
        name,
        await roomIn(tokens, bucket),
      ]),
    ),
  );
  const byNumber = new Map(
    numbers.map((rates) => [rates.numberId, bucketsOf(rates).flatMap(({ name }) => rooms.get(name) ?? [])]),
  );
  for (const { numberId, parts } of offered) {
    for (const room of byNumber.get(numberId) ?? []) room.left -= parts;
  }
  return byNumber;
}

async function roomIn(tokens: RateTokens, bucket: Bucket): Promise<Room> {
  const { parts, waitMs } = await tokens.available([bucket], { single: true }).catch(nothing);
  // A slow bucket never holds a whole part: when it is full, one text may go.
  return { left: waitMs === 0 ? Math.max(1, parts) : parts, waitMs };
}

type PartsLeft = { numberId: string; parts: number; soon: number | null };

async function partsLeft(
  db: Transaction,
  tokens: RateTokens,
  numberIds: ReadonlySet<string>,
): Promise<PartsLeft[]> {
  const rows = await readRates(db, numberIds);
  return Promise.all(
    rows.map(async ({ offered, ...rates }): Promise<PartsLeft> => {
      const buckets = bucketsOf(rates);
      const slowest = Math.min(...buckets.map(({ ratePerSecond }) => ratePerSecond));
      const { parts, waitMs } = await tokens.available(buckets, { single: false }).catch(nothing);
      const soon = waitMs > 0 && waitMs <= soonMs ? waitMs : null;
      return { numberId: rates.numberId, parts: parts + aheadSeconds * slowest - offered, soon };
    }),
  );
}

/** The rates of numbers, and how many texts of campaigns were offered from them. */
async function readRates(
  db: Transaction,
  numberIds: ReadonlySet<string>,
): Promise<(Rates & { offered: number })[]> {
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
  return rows;
}

/** Redis is away: its connection says so once, and what needs no tokens goes on. */
function nothing(): Available {
  return { parts: Number.NEGATIVE_INFINITY, waitMs: Number.POSITIVE_INFINITY };
}
