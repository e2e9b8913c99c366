import { sql } from 'drizzle-orm';
import type { JobName } from '@sms-crm/contracts/jobs';
import type { Transaction } from '@sms-crm/db/transaction';
import { dueAutoPauseJobs } from '../auto-pause/due.ts';
import { dueCampaignJobs } from '../campaigns/due.ts';
import { dueReclassifyJobs } from '../clicks/reclassify-due.ts';
import { dueRetryJobs } from '../errors/retry-due.ts';
import { dueImportJobs } from '../imports/due.ts';
import type { Settings } from '../context/context.ts';
import type { JobRequest } from '../context/ports.ts';
import { dueReviewJobs } from '../opt-out-reviews/expire.ts';
import { dueOutboxJobs } from '../outbox/due.ts';
import { dueFollowUps } from '../follow-up/due.ts';
import { dueSpoolJobs } from '../links/drain-spool.ts';
import { dueLookUpJobs } from '../suppression/look-up.ts';
import { dueWebhookJobs } from '../webhooks/due.ts';

/** Rows of one kind looked at per round. */
const perRound = 100;

/** A freeze without a finished chunk for this long has lost its job, ms; two of one campaign take turns. */
const freezeSilenceMs = 10_000;

type DueQuery = (db: Transaction, now: Date, settings: Settings) => Promise<JobRequest[]>;

/** Sends are offered, and offered again, by the pump itself: a window and their rates decide when. */
type OfferedByPump = 'message.send-bulk' | 'message.send-now';

/** What finds the rows again whose state implies a job of a kind. A kind without a query does not compile: Redis may lose any job. */
const dueQueries: Record<Exclude<JobName, OfferedByPump>, DueQuery> = {
  'campaign.freeze': dueFreezes,
  'campaign.start': dueCampaignJobs,
  'campaign.end': dueCampaignJobs,
  'message.reconcile': dueReconciles,
  'message.retry': dueRetryJobs,
  'suppression.look-up': dueLookUpJobs,
  'campaign.auto-pause': dueAutoPauseJobs,
  'webhook.apply': dueWebhookJobs,
  'inbound.receive': dueWebhookJobs,
  'import.check': dueImportJobs,
  'import.commit': dueImportJobs,
  'opt-out.expire': dueReviewJobs,
  'click.drain-spool': dueSpoolJobs,
  'click.reclassify': dueReclassifyJobs,
  'outbox.deliver': dueOutboxJobs,
  'message.follow-up': (db, now, { followUp }) => dueFollowUps(db, now, followUp),
};

/** Rows whose state implies a job, of every kind but sends; what was just offered is left alone. */
export async function dueJobs(db: Transaction, now: Date, settings: Settings): Promise<JobRequest[]> {
  const jobs: JobRequest[] = [];
  for (const query of new Set(Object.values(dueQueries))) jobs.push(...(await query(db, now, settings)));
  return jobs;
}

/** Each offer is a job of its own, as below. */
async function dueFreezes(db: Transaction, now: Date): Promise<JobRequest[]> {
  const silentSince = new Date(now.getTime() - freezeSilenceMs).toISOString();
  const { rows } = await db.execute<{ tenantId: string; campaignId: string }>(sql`
    update campaigns c set offered_at = ${now.toISOString()}::timestamptz
    from (
      select tenant_id, id from campaigns
      where launched_at is not null and completed_at is null and status = 'launching' and offered_at < ${silentSince}::timestamptz
      limit ${perRound} for update skip locked
    ) due where c.tenant_id = due.tenant_id and c.id = due.id
    returning c.tenant_id as "tenantId", c.id as "campaignId"`);
  return rows.map(({ tenantId, campaignId }) => ({
    name: 'campaign.freeze',
    payload: { tenantId, campaignId },
    jobId: `campaign.freeze-${campaignId}-${now.getTime()}`,
  }));
}

/**
 * Outcomes are looked up whatever else their batch waits for. A process that reconciles shows a sign of life within a lease, as one that sends does. Each offer is a job of its own: the one of a
 * killed process would stand in its way until the queue has noticed.
 */
async function dueReconciles(db: Transaction, now: Date, settings: Settings): Promise<JobRequest[]> {
  const again = now.getTime() + settings.sendTimes.leaseMs;
  const { rows } = await db.execute<{ tenantId: string; batchId: string }>(sql`
    update message_batches b set reconcile_at = ${new Date(again).toISOString()}::timestamptz
    from (
      select tenant_id, id from message_batches
      where reconcile_at is not null and reconcile_at <= ${now.toISOString()}::timestamptz
      limit ${perRound} for update skip locked
    ) due where b.tenant_id = due.tenant_id and b.id = due.id
    returning b.tenant_id as "tenantId", b.id as "batchId"`);
  return rows.map(({ tenantId, batchId }) => ({
    name: 'message.reconcile',
    payload: { tenantId, batchId },
    jobId: `message.reconcile-${batchId}-${again}`,
  }));
}

/** Claimed batches whose process gave no sign of life, and campaigns that should have ended. */
export async function findOverdue(
  db: Transaction,
  now: Date,
): Promise<{
  leases: { tenantId: string; batchId: string }[];
  campaigns: { tenantId: string; campaignId: string }[];
}> {
  const leases = await db.execute<{ tenantId: string; batchId: string }>(sql`
    select tenant_id as "tenantId", id as "batchId" from message_batches
    where state in ('offered', 'claimed') and state = 'claimed' and lease_until < ${now.toISOString()}::timestamptz limit ${perRound}`);
  const campaigns = await db.execute<{ tenantId: string; campaignId: string }>(sql`
    select c.tenant_id as "tenantId", c.id as "campaignId" from campaigns c
    where c.launched_at is not null and c.completed_at is null and (
      c.status = 'canceled' or (c.status = 'sending' and c.frozen_at is not null and not exists (
        select from message_batches b where b.tenant_id = c.tenant_id and b.campaign_id = c.id and b.state <> 'done')))
    limit ${perRound}`);
  return { leases: leases.rows, campaigns: campaigns.rows };
}
