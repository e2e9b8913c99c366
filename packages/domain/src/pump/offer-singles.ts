import { sql } from 'drizzle-orm';
import type { MessageKind } from '@sms-crm/contracts/gates';
import type { Transaction } from '@sms-crm/db/transaction';
import type { JobRequest, RateTokens } from '../context/ports.ts';
import { markOffered, type Candidate } from './mark-offered.ts';
import { interleave } from './turns.ts';
import { singlesLeft } from './within-rates.ts';

/** Tenants whose single texts are looked at per round. */
const maxTenants = 200;

/** Of each as many of the oldest, and of the newest: the answer to a STOP is seen however many others wait. */
const perEnd = 20;

/** What the law asks for goes before what a tenant wants. */
const urgent: ReadonlySet<MessageKind> = new Set(['opt-out-confirmation', 'help']);

type Single = Candidate & { numberId: string; kind: MessageKind; parts: number };

/**
 * Offers single texts that wait: confirmations, help, replies, texts by API. Tenants take turns, and of each number only as many are
 * offered as it has rate tokens for, so that no tenant's backlog stands before another one's texts.
 */
export async function offerSingles(db: Transaction, rates: RateTokens, now: Date): Promise<JobRequest[]> {
  const open = await findSingles(db, now);
  if (open.length === 0) return [];
  const left = await singlesLeft(db, rates, new Set(open.map(({ numberId }) => numberId)));
  const tenants = [...Map.groupBy(open, ({ tenantId }) => tenantId).values()];
  const chosen = interleave(tenants.map((own) => urgentFirst(own))).filter(({ numberId, parts }) => {
    // Of a number that is gone the claim says so.
    const free = left.get(numberId) ?? Number.POSITIVE_INFINITY;
    if (free < 1) return false;
    left.set(numberId, free - parts);
    return true;
  });
  return markOffered(db, chosen, now, 'message.send-now');
}

/** The others in the order they were written. */
function urgentFirst(own: readonly Single[]): Single[] {
  const [first, others] = [
    own.filter(({ kind }) => urgent.has(kind)),
    own.filter(({ kind }) => !urgent.has(kind)),
  ];
  return [...first, ...others];
}

async function findSingles(db: Transaction, now: Date): Promise<Single[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const ready = sql`
    select b.id, b.offer, m.number_id, m.kind, m.parts from message_batches b
    join messages m on m.tenant_id = b.tenant_id and m.id = b.first_id
    left join sending_numbers n on n.tenant_id = m.tenant_id and n.id = m.number_id
    left join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id
    where n.stopped_at is null and a.stopped_at is null and b.tenant_id = t.tenant_id and b.queue = 'now' and b.state = 'open' and b.waits_for is distinct from 'outcome_unknown'
      and (b.next_at is null or b.next_at <= ${at})
      and not exists (select from kill_switches k where k.tenant_id = b.tenant_id and k.id in (b.tenant_id, m.number_id))`;
  const { rows } = await db.execute<Single>(sql`
    with recursive tenants as (
      (select tenant_id from message_batches where queue = 'now' and state = 'open' order by tenant_id limit 1)
      union all
      select (select b.tenant_id from message_batches b where b.queue = 'now' and b.state = 'open' and b.tenant_id > t.tenant_id
        order by b.tenant_id limit 1) from tenants t where t.tenant_id is not null
    )
    select t.tenant_id as "tenantId", b.id as "batchId", b.offer, b.number_id as "numberId", b.kind, b.parts
    from (select tenant_id from tenants where tenant_id is not null order by random() limit ${maxTenants}) t
    cross join lateral (
      (${ready} order by b.id limit ${perEnd}) union (${ready} order by b.id desc limit ${perEnd})
    ) b
    where not exists (select from platform_kill_switch) order by b.id`);
  return rows;
}
