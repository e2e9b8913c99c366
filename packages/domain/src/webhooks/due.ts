import { sql } from 'drizzle-orm';
import type { Transaction } from '@sms-crm/db/transaction';
import type { JobRequest } from '../context/ports.ts';

/** Events older than this have lost their job, ms. */
const staleAfterMs = 2_000;

/** Jobs offered by one sweep. */
const mostJobs = 100;

/** The job that applies the webhooks of a tenant; its id lets only one of them wait at a time. */
export function applyJob(tenantId: string): JobRequest {
  return { name: 'webhook.apply', payload: { tenantId }, jobId: `webhook.apply-${tenantId}` };
}

/**
 * Jobs for tenants whose carrier webhooks wait without one, for the sweep.
 *
 * @param db a transaction of the system role
 */
export async function dueWebhookJobs(db: Transaction, now: Date): Promise<JobRequest[]> {
  const before = new Date(now.getTime() - staleAfterMs).toISOString();
  const { rows } = await db.execute<{ id: string }>(sql`
    select t.id from tenants t
    where exists (
      select from webhook_events e
      where e.tenant_id = t.id and e.applied_at is null and e.received_at < ${before}::timestamptz
    )
    limit ${mostJobs}`);
  return rows.map(({ id }) => applyJob(id));
}
