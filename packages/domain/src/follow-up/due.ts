import { sql } from 'drizzle-orm';
import type { Transaction } from '@sms-crm/db/transaction';
import type { JobRequest } from '../context/ports.ts';
import { looks, type FollowUpTimes, type Look } from './times.ts';

/** Looks offered per round. */
const perRound = 100;

/** A look that made no progress for this long has lost its job, ms. */
const silenceMs = 60_000;

/** An account whose list was never read is looked at from so long before, ms; what is older has no news any more. */
const firstLookBackMs = 2 * 86_400_000;

/** Looks at the carriers' lists that are due; notes that they are offered now. For the sweep, as the system role. */
export async function dueFollowUps(
  db: Transaction,
  now: Date,
  { agesMs, gapMs }: FollowUpTimes,
): Promise<JobRequest[]> {
  const at = (beforeMs: number) => new Date(now.getTime() - beforeMs).toISOString();
  const untils = looks.map((look) => at(agesMs[look] + gapMs));
  const backs = looks.map((look) => at(agesMs[look] + firstLookBackMs));
  const { rows } = await db.execute<{ tenantId: string; accountId: string; look: Look }>(sql`
    with due as (
      select a.tenant_id, a.id, v.look, coalesce(f.done_until, greatest(a.created_at, v.back)) as done_until
      from carrier_accounts a
      cross join unnest(${sql.param([...looks])}::text[], ${sql.param(untils)}::timestamptz[], ${sql.param(backs)}::timestamptz[]) as v (look, until, back)
      left join follow_up_cursors f on f.tenant_id = a.tenant_id and f.carrier_account_id = a.id and f.look = v.look
      where coalesce(f.done_until, greatest(a.created_at, v.back)) <= v.until
        and (f.offered_at is null or f.offered_at < ${at(silenceMs)}::timestamptz)
      order by 4 limit ${perRound}
    )
    insert into follow_up_cursors (tenant_id, carrier_account_id, look, done_until, offered_at)
    select tenant_id, id, look, done_until, ${now.toISOString()}::timestamptz from due order by tenant_id, id, look
    on conflict (tenant_id, carrier_account_id, look) do update set offered_at = excluded.offered_at
    returning tenant_id as "tenantId", carrier_account_id as "accountId", look`);
  return rows.map((payload) => ({
    name: 'message.follow-up',
    payload,
    jobId: `message.follow-up-${payload.accountId}-${payload.look}-${now.getTime()}`,
  }));
}
