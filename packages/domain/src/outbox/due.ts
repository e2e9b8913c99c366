import { sql } from 'drizzle-orm';
import { outbox } from '@sms-crm/db/tables/access';
import type { Transaction } from '@sms-crm/db/transaction';
import type { JobRequest } from '../context/ports.ts';
import { maxDeliveries } from './deliver.ts';
import { deliveryJob } from './mail.ts';

/** First pause before a row is offered again, s; it doubles with each try (30 s, 1, 2, 4 min). */
const pauseSeconds = 30;

/** Rows offered at once. */
const maxOffered = 100;

/** Undelivered outbox rows whose last offer led nowhere; notes that they are offered now. For the sweep, as the system role. */
export async function dueOutboxJobs(db: Transaction, now: Date): Promise<JobRequest[]> {
  const { rows } = await db.execute<{ tenant_id: string; id: string }>(sql`
    update ${outbox} o set offered_at = ${now.toISOString()}::timestamptz
    from (
      select tenant_id, id from ${outbox}
      where delivered_at is null and attempts < ${maxDeliveries}
        and (offered_at is null
          or offered_at < ${now.toISOString()}::timestamptz - make_interval(secs => ${pauseSeconds} * power(2, greatest(attempts - 1, 0))))
      order by created_at limit ${maxOffered}
      for update skip locked
    ) due
    where o.tenant_id = due.tenant_id and o.id = due.id
    returning o.tenant_id, o.id`);
  return rows.map((row) => deliveryJob(row.tenant_id, row.id));
}
