import { sql } from 'drizzle-orm';
import type { Transaction } from '@sms-crm/db/transaction';
import type { JobRequest, RateTokens } from '../context/ports.ts';
import { markOffered, type Candidate } from './mark-offered.ts';
import { interleave } from './turns.ts';
import { withinRates } from './within-rates.ts';

/** Batches looked at per campaign, number and round; more than a round can offer. */
const perShare = 50;

/** Campaigns looked at per round, over all tenants. */
const maxCampaigns = 500;

/** A campaign with fewer texts out than this has its next batch offered first: what a process sends in about a tenth of a second. */
const firstTexts = 200;

/** At most this share of the window goes to one tenant while others wait. */
const tenantShare = 0.5;

/** A campaign's batch: its number, its texts and about how many parts they have, and how many texts of the campaign are out already. */
export type BulkCandidate = Candidate & { numberId: string; parts: number; size: number; out: number };

/**
 * Chooses first batches: those of campaigns that have next to nothing out, tenant by tenant. They neither wait for a place nor behind what
 * was offered before, so that a small campaign is not slower beside a large one.
 */
export function chooseFirst(candidates: readonly BulkCandidate[], places: number): BulkCandidate[] {
  const out = new Map(candidates.map(({ campaignId, out }) => [campaignId, out]));
  const first = inTurns(candidates).filter(({ campaignId, size }) => {
    const before = out.get(campaignId) ?? 0;
    out.set(campaignId, before + size);
    return before < firstTexts;
  });
  return first.slice(0, Math.max(0, places));
}

/**
 * Chooses open batches for the free places of the window: round-robin over tenants, then over each tenant's campaigns, then over each
 * campaign's numbers, so that a large tenant cannot starve a small one, nor a slow number a fast one.
 */
export function chooseFairly(candidates: readonly BulkCandidate[], places: number): BulkCandidate[] {
  const tenants = new Set(candidates.map(({ tenantId }) => tenantId)).size;
  const most = tenants > 1 ? Math.max(1, Math.floor(places * tenantShare)) : places;
  return inTurns(candidates, most).slice(0, Math.max(0, places));
}

/** One batch of each tenant after the other, at most so many of one. */
function inTurns(candidates: readonly BulkCandidate[], most = Number.POSITIVE_INFINITY): BulkCandidate[] {
  const tenants = [...Map.groupBy(candidates, (one) => one.tenantId).values()].map((own) => alternate(own));
  return interleave(tenants.map((own) => own.slice(0, most)));
}

/** One tenant's batches, one campaign after the other, and of each one number after the other. */
function alternate(own: readonly BulkCandidate[]): BulkCandidate[] {
  const campaigns = [...Map.groupBy(own, (one) => one.campaignId).values()];
  return interleave(
    campaigns.map((batches) => interleave([...Map.groupBy(batches, (one) => one.numberId).values()])),
  );
}

/** Open batches that may go now by their windows, the earliest end first, of every share that does not rest; or of small campaigns alone. */
async function findOpen(db: Transaction, now: Date, firstOnly: boolean): Promise<BulkCandidate[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const { rows } = await db.execute<BulkCandidate>(sql`
    select b.tenant_id as "tenantId", b.campaign_id as "campaignId", b.id as "batchId", b.offer, c.request_id as "requestId",
      b.number_id as "numberId", b.size, b.size * c.parts_estimate as parts, c.out
    from (
      select c.tenant_id, c.id, c.launch_request_id as request_id, coalesce(c.parts_estimate, 1)::float8 as parts_estimate, coalesce(o.texts, 0) as out
      from campaigns c
      left join (
        select tenant_id, campaign_id, sum(size)::int as texts from message_batches where state in ('offered', 'claimed') group by 1, 2
      ) o on o.tenant_id = c.tenant_id and o.campaign_id = c.id
      where (not ${firstOnly} or coalesce(o.texts, 0) < ${firstTexts}) and c.status = 'sending' and c.launched_at is not null and c.completed_at is null
        and not exists (select from platform_kill_switch)
        and not exists (select from kill_switches k where k.tenant_id = c.tenant_id and k.id in (c.id, c.tenant_id))
      order by random() limit ${maxCampaigns}
    ) c join campaign_shares s on s.tenant_id = c.tenant_id and s.campaign_id = c.id and (s.next_at is null or s.next_at <= ${at})
    join sending_numbers n on n.tenant_id = s.tenant_id and n.id = s.number_id and n.stopped_at is null
    join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id and a.stopped_at is null
    cross join lateral (
      select * from message_batches b
      where b.tenant_id = c.tenant_id and b.campaign_id = c.id and b.number_id = s.number_id and b.state = 'open'
        and b.waits_for is distinct from 'outcome_unknown' and (b.next_at is null or b.next_at <= ${at})
        and (b.start_at is null or b.start_at <= ${at})
        and (b.not_before is null or b.not_before <= ${at}) and (b.send_before is null or b.send_before > ${at})
      order by b.send_before, b.id limit ${perShare}
    ) b
    where not exists (select from kill_switches k where k.tenant_id = s.tenant_id and k.id = s.number_id)`);
  return rows;
}

/**
 * Offers open batches of sending campaigns, as many as the window has places for and the rates allow in the next two seconds; first
 * batches of campaigns also without a place of the window. Says when tokens come that were missing, ms from now.
 */
export async function offerBulk(
  db: Transaction,
  rates: RateTokens,
  { places, firstPlaces, now }: { places: number; firstPlaces: number; now: Date },
): Promise<{ jobs: JobRequest[]; againInMs: number }> {
  const open = await findOpen(db, now, places <= 0);
  if (open.length === 0) return { jobs: [], againInMs: Number.POSITIVE_INFINITY };
  const preferred = new Set(chooseFirst(open, firstPlaces));
  const ordered = [...preferred, ...open.filter((batch) => !preferred.has(batch))];
  const { batches, againInMs } = await withinRates(db, rates, ordered);
  const first = batches.filter((batch) => preferred.has(batch)).map((batch) => ({ ...batch, first: true }));
  const others = batches.filter((batch) => !preferred.has(batch));
  const chosen = [...first, ...chooseFairly(others, places - first.length)];
  return { jobs: await markOffered(db, chosen, now, 'message.send-bulk'), againInMs };
}

/** Offers again what was offered so long ago that its job must be lost (Redis wiped, process killed). */
export async function offerLostAgain(db: Transaction, offeredBefore: Date, now: Date): Promise<JobRequest[]> {
  const { rows } = await db.execute<{ tenantId: string; batchId: string; offer: number; queue: string }>(sql`
    select b.tenant_id as "tenantId", b.id as "batchId", b.offer, b.queue from message_batches b
    where b.state in ('offered', 'claimed') and b.state = 'offered' and b.offered_at < ${offeredBefore.toISOString()}::timestamptz
    order by b.id limit ${maxCampaigns}`);
  const again = (queue: string) =>
    rows.filter((row) => row.queue === queue).map((row) => ({ ...row, campaignId: '' }));
  return [
    ...(await markOffered(db, again('bulk'), now, 'message.send-bulk')),
    ...(await markOffered(db, again('now'), now, 'message.send-now')),
  ];
}
