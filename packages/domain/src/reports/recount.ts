import { randomUUID } from 'node:crypto';
import { sql, type SQL } from 'drizzle-orm';
import { withSystem } from '@sms-crm/db/transaction';
import { jobActor } from '../context/actor.ts';
import { createContext, withTransaction, type Services, type TxContext } from '../context/context.ts';
import { clickCounts } from './recount-clicks.ts';
import type { CounterMetric } from './counters.ts';

/** Campaigns recounted by one run; more take turns by chance. */
const mostCampaigns = 50;

/** Carriers report on a text for about two days, so counters of ended campaigns still move, ms. */
const lateReportsMs = 3 * 86_400_000;

/** A counter that does not say what the messages and clicks say. */
export type Drift = { metric: CounterMetric; detail: string; counted: number; real: number };

/**
 * Counts the messages and clicks of campaigns that were active lately and compares them with `campaign_hourly`. Writes nothing:
 * a counter that is off is a fault to find, so it is logged with both numbers.
 *
 * @returns the campaigns looked at, those that could not be, and how many counters are off
 */
export async function recountReports(
  services: Services,
  run: { signal: AbortSignal },
): Promise<{ campaigns: number; failed: number; drifting: number }> {
  const active = await activeCampaigns(services);
  const result = { campaigns: 0, failed: 0, drifting: 0 };
  for (const { tenantId, campaignId } of active) {
    if (run.signal.aborted) break;
    const who = { tenantId, actor: jobActor('reports.recount'), requestId: randomUUID() };
    const ctx = createContext(services, who);
    try {
      const drifts = await withTransaction(ctx, (ctx) => findDrift(ctx, campaignId));
      if (drifts.length > 0)
        ctx.log.warn({ campaignId, drifts }, 'counters do not say what the messages and clicks say');
      result.campaigns += 1;
      result.drifting += drifts.length;
    } catch (error) {
      result.failed += 1;
      ctx.log.warn({ err: error, campaignId }, 'a campaign could not be recounted');
    }
  }
  return result;
}

async function activeCampaigns(services: Services): Promise<{ tenantId: string; campaignId: string }[]> {
  const since = new Date(services.clock.now().getTime() - lateReportsMs).toISOString();
  return withSystem(services.system, async (db) => {
    const { rows } = await db.execute<{ tenantId: string; campaignId: string }>(sql`
      select tenant_id as "tenantId", id as "campaignId" from campaigns
      where launched_at is not null and (completed_at is null or completed_at > ${since}::timestamptz)
      order by random() limit ${mostCampaigns}`);
    return rows;
  });
}

/**
 * The counters of a campaign that differ from its messages and clicks; of those that only these decide.
 * One statement, so both sides are seen at the same moment, also while the campaign is being sent.
 */
export async function findDrift(ctx: TxContext, campaignId: string): Promise<Drift[]> {
  const { rows } = await ctx.tx.db.execute<{
    metric: CounterMetric;
    detail: string;
    counted: string;
    real: string;
  }>(sql`
    with ${messageCounts(ctx, campaignId)}, ${clickCounts(ctx, campaignId)}, real as (
      select metric, detail, value from by_messages union all select metric, detail, value from by_clicks
    ), counted as (
      select metric, detail, sum(value) as value from campaign_hourly
      where tenant_id = ${ctx.tenantId}::uuid and campaign_id = ${campaignId}::uuid
        and (metric in ('status', 'skip', 'handed-over', 'parts', 'cost-micros') or metric like 'click-%') group by 1, 2
    )
    select metric, detail, coalesce(counted.value, 0) as counted, coalesce(real.value, 0) as real
    from counted full join real using (metric, detail)
    where coalesce(counted.value, 0) <> coalesce(real.value, 0) order by 1, 2`);
  return rows.map((row) => ({ ...row, counted: Number(row.counted), real: Number(row.real) }));
}

function messageCounts(ctx: TxContext, campaignId: string): SQL {
  return sql`own as (
      select status, case when status = 'skipped' then reason end as reason, count(*) as n,
        count(handed_over_at) as handed_over, coalesce(sum(parts) filter (where handed_over_at is not null), 0) as parts,
        coalesce(sum(cost_micros), 0) as cost
      from messages
      where tenant_id = ${ctx.tenantId}::uuid and campaign_id = ${campaignId}::uuid and direction = 'outbound' group by 1, 2
    ), by_messages as (
      select 'status' as metric, status as detail, sum(n) as value from own group by 2
      union all select 'skip', reason, n from own where reason is not null
      union all select 'handed-over', '', sum(handed_over) from own
      union all select 'parts', '', sum(parts) from own
      union all select 'cost-micros', '', sum(cost) + (
        select coalesce(sum(cost_micros), 0) from earlier_charges
        where tenant_id = ${ctx.tenantId}::uuid and campaign_id = ${campaignId}::uuid) from own
    )`;
}
