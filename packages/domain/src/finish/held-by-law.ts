import { sql, type SQL } from 'drizzle-orm';
import { gateApplies } from '@sms-crm/contracts/gates';
import { inAudience } from '../campaigns/audience.ts';
import type { CampaignRow } from '../campaigns/campaign-row.ts';
import type { TxContext } from '../context/context.ts';
import { readQuietKey } from '../quiet-hours/quiet-key.ts';
import { maxPerDay } from '../quiet-hours/rules.ts';
import { countsTowardsMaximum, joinAccountOfMessage, legalDayMs } from '../sending/legal-maximum.ts';
import type { WaitingTexts } from './campaign-finish.ts';

const hourMs = 3_600_000;

/** Batches of one quiet key that are looked into, of a campaign that runs. */
const batchesLookedInto = 20;

/** The share of the recipients of one quiet key who had their maximum, and when they may have another text. */
type Held = { key: string; share: number; until: Date };

/**
 * Tells apart who had as many marketing texts in the last 24 hours as their state allows: they start later. Of a campaign that runs some of
 * those who wait are looked at and stand for the others; who they are is spread evenly over numbers.
 */
export async function heldByLaw(
  ctx: TxContext,
  row: CampaignRow,
  waiting: readonly WaitingTexts[],
): Promise<WaitingTexts[]> {
  const limits = limitsOf(waiting);
  if (limits.size === 0 || !gateApplies['quiet-hours'][row.kind]) return [...waiting];
  if (!(await sentEnough(ctx, Math.min(...limits.values())))) return [...waiting];
  const held = Map.groupBy(await readHeld(ctx, row, limits), ({ key }) => key);
  return waiting.flatMap((group) => split(group, held.get(group.key ?? '') ?? []));
}

/** The keys whose places have a maximum. */
function limitsOf(waiting: readonly WaitingTexts[]): Map<string, number> {
  const keys = new Set(waiting.flatMap(({ key }) => key ?? []));
  return new Map(
    [...keys].flatMap((key): [string, number][] => {
      const most = maxPerDay(readQuietKey(key).places);
      return most === null ? [] : [[key, most]];
    }),
  );
}

/** A contact gets one text of a campaign, so with fewer campaigns in the last day nobody had the maximum; texts by API aside. */
async function sentEnough(ctx: TxContext, least: number): Promise<boolean> {
  const since = new Date(ctx.services.clock.now().getTime() - legalDayMs - hourMs).toISOString();
  const { rows } = await ctx.tx.db.execute<{ campaigns: number }>(sql`
    select count(distinct campaign_id)::int as campaigns from campaign_hourly
    where tenant_id = ${ctx.tenantId}::uuid and hour > ${since}::timestamptz and metric = 'handed-over'`);
  return (rows[0]?.campaigns ?? 0) >= least;
}

async function readHeld(
  ctx: TxContext,
  row: CampaignRow,
  limits: ReadonlyMap<string, number>,
): Promise<Held[]> {
  const keys = sql`unnest(${sql.param([...limits.keys()])}::text[], ${sql.param([...limits.values()])}::int[]) as v (key, most)`;
  const people = row.frozenAt === null ? inDraft(row, keys) : inLine(row, keys);
  const counts = countsTowardsMaximum({ simulated: row.simulated, now: ctx.services.clock.now() });
  const { rows } = await ctx.tx.db.execute<Omit<Held, 'until'> & { last: Date }>(sql`
    with people as materialized (${people}), totals as (select key, count(*) as people from people group by key)
    select key, count(*)::float8 / max(people) as share, max(last) as last from (
      select p.key, (array_agg(m.claimed_at order by m.claimed_at desc))[p.most] as last
      from people p join messages m on m.contact_id = p.contact_id ${joinAccountOfMessage}
      where ${counts} group by p.contact_id, p.key, p.most having count(*) >= p.most
    ) f join totals using (key) group by key, date_trunc('hour', last)`);
  return rows.map(({ last, ...held }) => ({
    ...held,
    until: new Date(new Date(last).getTime() + legalDayMs),
  }));
}

function inDraft(row: CampaignRow, keys: SQL): SQL {
  return sql`select v.key, v.most, c.id as contact_id from ${keys} join contacts c on c.quiet_key = v.key
    where ${inAudience(row)}`;
}

function inLine({ id }: CampaignRow, keys: SQL): SQL {
  return sql`select v.key, v.most, m.contact_id from ${keys}
    cross join lateral (
      select first_id, last_id from message_batches b
      where b.campaign_id = ${id}::uuid and b.recipient_zone = v.key and b.state <> 'done' limit ${batchesLookedInto}
    ) b join messages m on m.campaign_id = ${id}::uuid and m.id between b.first_id and b.last_id and m.status = 'queued'`;
}

function split(group: WaitingTexts, held: readonly Held[]): WaitingTexts[] {
  const later = held.map(({ share, until }): WaitingTexts => ({
    ...group,
    count: group.count * share,
    startAt: group.startAt !== null && group.startAt > until ? group.startAt : until,
    startsFor: 'legal_maximum',
  }));
  const rest = group.count - later.reduce((sum, { count }) => sum + count, 0);
  return [{ ...group, count: Math.max(0, rest) }, ...later];
}
