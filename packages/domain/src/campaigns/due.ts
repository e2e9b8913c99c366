import { sql, type SQL } from 'drizzle-orm';
import type { Transaction } from '@sms-crm/db/transaction';
import type { JobRequest } from '../context/ports.ts';

/** Campaigns of one kind offered per round. */
const perRound = 100;

/** A job that was offered this long ago and left its campaign as it was is offered again, ms. */
const silenceMs = 30_000;

/** Campaigns whose start or end has come; notes that they are offered now. For the sweep, as the system role. */
export async function dueCampaignJobs(db: Transaction, now: Date): Promise<JobRequest[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const starting = await offer(db, now, {
    moment: sql`scheduled_at`,
    due: sql`status = 'scheduled' and scheduled_at <= ${at}`,
  });
  const ending = await offer(db, now, {
    moment: sql`ends_at`,
    due: sql`launched_at is not null and completed_at is null and status in ('sending', 'paused') and frozen_at is not null and ends_at <= ${at}`,
  });
  return [
    ...starting.map((payload): JobRequest => ({
      name: 'campaign.start',
      payload,
      jobId: idOf('start', payload, now),
    })),
    ...ending.map((payload): JobRequest => ({
      name: 'campaign.end',
      payload,
      jobId: idOf('end', payload, now),
    })),
  ];
}

type Found = { tenantId: string; campaignId: string };

/** Each offer is a job of its own: the one of a killed process would stand in its way until the queue has noticed. */
function idOf(what: string, { campaignId }: Found, now: Date): string {
  return `campaign.${what}-${campaignId}-${now.getTime()}`;
}

async function offer(
  db: Transaction,
  now: Date,
  { moment, due }: { moment: SQL; due: SQL },
): Promise<Found[]> {
  const silentSince = new Date(now.getTime() - silenceMs).toISOString();
  const { rows } = await db.execute<Found>(sql`
    update campaigns c set offered_at = ${now.toISOString()}::timestamptz
    from (
      select tenant_id, id from campaigns
      where ${due} and (offered_at is null or offered_at <= ${silentSince}::timestamptz or offered_at < ${moment})
      limit ${perRound} for update skip locked
    ) due where c.tenant_id = due.tenant_id and c.id = due.id
    returning c.tenant_id as "tenantId", c.id as "campaignId"`);
  return rows;
}
