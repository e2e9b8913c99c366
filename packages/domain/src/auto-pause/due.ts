import { sql, type SQL } from 'drizzle-orm';
import { autoPauseLeast, autoPauseLimits } from '@sms-crm/contracts/auto-pause';
import type { Transaction } from '@sms-crm/db/transaction';
import type { JobRequest } from '../context/ports.ts';

/** Campaigns offered by one sweep. */
const maxOffered = 100;

/** Divided as the verdict divides, so that both see a share that is just at its line alike. */
function reaches(count: SQL, name: keyof typeof autoPauseLimits): SQL {
  return sql`(${count})::float8 / nullif(h.results, 0) >= coalesce((t.auto_pause ->> ${name})::float8, ${autoPauseLimits[name]}::float8)`;
}

/** Jobs for campaigns whose last results call for a pause, for the sweep, as the system role. */
export async function dueAutoPauseJobs(db: Transaction, now: Date): Promise<JobRequest[]> {
  const { rows } = await db.execute<{ tenantId: string; campaignId: string }>(sql`
    select c.tenant_id as "tenantId", c.id as "campaignId" from campaigns c
    join campaign_health h on h.tenant_id = c.tenant_id and h.campaign_id = c.id
    join tenants t on t.id = c.tenant_id
    cross join lateral (
      select coalesce(sum(value), 0) as opt_outs from campaign_hourly o
      where o.tenant_id = c.tenant_id and o.campaign_id = c.id and o.metric = 'opt-out'
    ) o
    where c.launched_at is not null and c.completed_at is null and c.status = 'sending' and h.results >= ${autoPauseLeast}
      and (${reaches(sql`h.filtered`, 'filtered')} or ${reaches(sql`h.undelivered`, 'undelivered')}
        or ${reaches(sql`o.opt_outs - h.opt_outs_before`, 'optOuts')})
    limit ${maxOffered}`);
  return rows.map(({ tenantId, campaignId }) => ({
    name: 'campaign.auto-pause',
    payload: { tenantId, campaignId },
    jobId: `campaign.auto-pause-${campaignId}-${now.getTime()}`,
  }));
}
