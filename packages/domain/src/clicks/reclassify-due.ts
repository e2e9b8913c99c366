import { sql } from 'drizzle-orm';
import type { Transaction } from '@sms-crm/db/transaction';
import type { JobRequest } from '../context/ports.ts';

/** A run that has finished no slice for this long has lost its job, ms. */
const silenceMs = 60_000;

/** Runs offered by one sweep. */
const perSweep = 100;

/** Jobs for runs over past clicks that nobody works on, for the sweep, as the system role. */
export async function dueReclassifyJobs(db: Transaction, now: Date): Promise<JobRequest[]> {
  const silentSince = new Date(now.getTime() - silenceMs).toISOString();
  const { rows } = await db.execute<{ tenantId: string; id: string }>(sql`
    update click_reclassifications r set offered_at = ${now.toISOString()}::timestamptz
    from (
      select tenant_id, id from click_reclassifications
      where finished_at is null and (offered_at is null or offered_at < ${silentSince}::timestamptz)
      order by id limit ${perSweep} for update skip locked
    ) due where r.tenant_id = due.tenant_id and r.id = due.id
    returning r.tenant_id as "tenantId", r.id`);
  return rows.map(({ tenantId, id }) => ({
    name: 'click.reclassify',
    payload: { tenantId, reclassificationId: id },
    jobId: `click.reclassify-${id}-${now.getTime()}`,
  }));
}
