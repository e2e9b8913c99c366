import { sql } from 'drizzle-orm';
import type { Transaction } from '@sms-crm/db/transaction';
import type { JobRequest } from '../context/ports.ts';

/** Events older than this have lost their job, ms. */
const staleAfterMs = 2_000;

/** Jobs offered by one sweep. */
const mostJobs = 100;

/** What webhooks tell: how a text of ours fares, or what somebody wrote. */
export type WebhookKind = 'status' | 'inbound';

const jobNames = { status: 'webhook.apply', inbound: 'inbound.receive' } as const;

/** The job that applies the webhooks of one kind of a tenant; asked for again before it began, it is the same job. */
export function applyJob({ tenantId, kind }: { tenantId: string; kind: WebhookKind }): JobRequest {
  const name = jobNames[kind];
  return { name, payload: { tenantId }, jobId: `${name}-${tenantId}` };
}

/**
 * Jobs for tenants whose oldest carrier webhook waits without one, or where some are to be looked at again, for the sweep. The oldest tells
 * as much as all of them.
 *
 * @param db a transaction of the system role
 */
export async function dueWebhookJobs(db: Transaction, now: Date): Promise<JobRequest[]> {
  const before = new Date(now.getTime() - staleAfterMs).toISOString();
  const { rows } = await db.execute<{ tenantId: string; kind: WebhookKind }>(sql`
    select t.id as "tenantId", k.kind from tenants t, (values ('inbound'), ('status')) k (kind)
    where (
      select e.received_at from webhook_events e
      where e.tenant_id = t.id and e.kind = k.kind and e.applied_at is null order by e.id limit 1
    ) < ${before}::timestamptz or k.kind = 'status' and exists (
      select from parked_webhooks p where p.tenant_id = t.id and p.look_at < ${now.toISOString()}::timestamptz
    )
    order by k.kind limit ${mostJobs}`);
  return rows.map(applyJob);
}
