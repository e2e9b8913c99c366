import { sql } from 'drizzle-orm';
import type { Transaction } from '@sms-crm/db/transaction';
import type { JobRequest, RateTokens } from '../context/ports.ts';
import { markOffered, type Candidate } from './mark-offered.ts';
import { interleave } from './turns.ts';
import { singlesRoom } from './within-rates.ts';

/** Numbers whose single texts are taken up per round, and how many of each. */
const maxNumbers = 200;
const perNumber = 20;

/** `rests`: it is urgent and waits until there are tokens for it. */
type Single = Candidate & { numberId: string; urgent: boolean; parts: number; rests: boolean };

/**
 * Offers single texts that wait: confirmations, help, replies, texts by API. Tenants take turns, and only as many are offered as there are
 * tokens for in each bucket they meet, the urgent ones first, so that no backlog stands before texts of another tenant or number, nor
 * before the answer to a STOP.
 *
 * @returns the jobs, and after how long there are tokens for an urgent text that has none, ms; infinite when there is no such text
 */
export async function offerSingles(
  db: Transaction,
  rates: RateTokens,
  now: Date,
): Promise<{ jobs: JobRequest[]; againInMs: number }> {
  const open = await findSingles(db, now);
  if (open.length === 0) return { jobs: [], againInMs: Number.POSITIVE_INFINITY };
  const rooms = await singlesRoom(db, rates, new Set(open.map(({ numberId }) => numberId)));
  const tenants = [...Map.groupBy(open, ({ tenantId }) => tenantId).values()];
  const waits: number[] = [];
  const chosen = interleave(tenants.map((own) => urgentFirst(own))).filter(
    ({ numberId, parts, urgent, rests }) => {
      // Of a number that is gone the claim says so.
      const met = rooms.get(numberId) ?? [];
      const goes = !rests && met.every(({ left }) => left >= 1);
      // An urgent one that may not go yet leaves nobody else the tokens that it lacks.
      const taken = goes ? met : met.filter(({ left }) => urgent && left < parts);
      for (const room of taken) room.left -= parts;
      if (!goes) waits.push(...taken.map(({ waitMs }) => waitMs).filter((ms) => ms > 0));
      return goes;
    },
  );
  return { jobs: await markOffered(db, chosen, now, 'message.send-now'), againInMs: Math.min(...waits) };
}

/** The others in the order they were written. */
function urgentFirst(own: readonly Single[]): Single[] {
  return [...own.filter(({ urgent }) => urgent), ...own.filter(({ urgent }) => !urgent)];
}

async function findSingles(db: Transaction, now: Date): Promise<Single[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const open = sql`b.queue = 'now' and b.state = 'open'`;
  const ready = sql`${open} and b.tenant_id = l.tenant_id and b.single_number_id = l.number_id
    and b.waits_for is distinct from 'outcome_unknown' and (b.next_at is null or b.next_at <= ${at} or b.urgent and b.waits_for = 'rate_limit')`;
  const { rows } = await db.execute<Single>(sql`
    with recursive lanes as (
      (select b.tenant_id, b.single_number_id as number_id from message_batches b where ${open} order by 1, 2 limit 1)
      union all
      select n.* from lanes l cross join lateral (
        select b.tenant_id, b.single_number_id from message_batches b
        where ${open} and (b.tenant_id, b.single_number_id) > (l.tenant_id, l.number_id) order by 1, 2 limit 1
      ) n
    ), going as (
      select l.*, (select coalesce(b.next_at > ${at}, false) from message_batches b where ${ready} and b.urgent order by b.id limit 1) as urgent_rests
      from lanes l
      left join sending_numbers n on n.tenant_id = l.tenant_id and n.id = l.number_id
      left join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id
      where n.stopped_at is null and a.stopped_at is null and not exists (select from platform_kill_switch)
        and not exists (select from kill_switches k where k.tenant_id = l.tenant_id and k.id in (l.tenant_id, l.number_id))
      order by urgent_rests nulls last, random()
    ), chosen as (
      select l.* from going l cross join lateral (select from message_batches b where ${ready} limit 1) b limit ${maxNumbers}
    )
    select l.tenant_id as "tenantId", b.id as "batchId", b.offer, l.number_id as "numberId", b.urgent, m.parts,
      coalesce(b.next_at > ${at}, false) as rests
    from chosen l
    cross join lateral (select * from message_batches b where ${ready} order by b.urgent desc, b.id limit ${perNumber}) b
    join messages m on m.tenant_id = b.tenant_id and m.id = b.first_id
    order by b.id`);
  return rows;
}
