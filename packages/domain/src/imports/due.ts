import { sql } from 'drizzle-orm';
import type { Transaction } from '@sms-crm/db/transaction';
import type { JobRequest } from '../context/ports.ts';

/** A job without progress for this long is offered again, s. */
const silentSeconds = 30;

/** An upload without a further slice for this long has broken off, s; the slowest line takes less for one slice. */
export const brokenUploadSeconds = 600;

/** A file that was not committed for this long is dropped, s: a week. */
export const forgottenSeconds = 7 * 86_400;

/** Most jobs offered at once. */
const offeredAtOnce = 100;

type DueImport = { tenant_id: string; id: string; status: string; run: number };

/**
 * Imports whose state implies a job that nobody works on: broken uploads, checks and commits. Notes that they were offered.
 *
 * @param db a transaction of the system role
 */
export async function dueImportJobs(db: Transaction, now: Date): Promise<JobRequest[]> {
  const { rows } = await db.execute<DueImport>(sql`
    update imports set offered_at = ${now}
    where (tenant_id, id) in (
      select tenant_id, id from imports
      where status in ('uploading', 'uploaded', 'checking', 'checked', 'committing')
        and greatest(offered_at, progress_at, created_at) < ${now}::timestamptz - make_interval(secs =>
          case when status = 'uploading' then ${brokenUploadSeconds}::int
               when status in ('uploaded', 'checked') then ${forgottenSeconds}::int else ${silentSeconds}::int end)
      order by created_at
      limit ${offeredAtOnce}
      for no key update skip locked
    )
    returning tenant_id, id, status, run`);
  return rows.map((row) =>
    importJob({ tenantId: row.tenant_id, id: row.id, status: row.status, run: row.run }),
  );
}

/** The job that the state of an import implies; its id changes with the run, so that a finished run never hides a new one. */
export function importJob(
  row: { tenantId: string; id: string; status: string; run: number },
  requestId?: string,
): JobRequest {
  const payload = {
    tenantId: row.tenantId,
    importId: row.id,
    ...(requestId === undefined ? {} : { requestId }),
  };
  const name = row.status === 'committing' ? 'import.commit' : 'import.check';
  return { name, payload, jobId: `${name}-${row.id}-${row.run}` };
}
