import { sql } from 'drizzle-orm';
import type { Transaction } from '@sms-crm/db/transaction';

/** Shares changed per round. */
const perRound = 500;

/** Version of the rule that a stopped number keeps its share, as the other gates have one. */
const ruleVersion = 1;

/**
 * Says of each share of a running campaign that it waits for its stopped number or carrier account, and takes that back when it may go on.
 * The share is never given to another number: carriers fine moving traffic around a filter.
 */
export async function markStoppedShares(db: Transaction, now: Date): Promise<void> {
  const at = now.toISOString();
  await db.execute(sql`
    with seen as (
      select s.tenant_id, s.campaign_id, s.number_id,
        case when a.stopped_at is not null then 'account_stopped' when n.stopped_at is not null then 'number_stopped' end as reason
      from campaigns c
      join campaign_shares s on s.tenant_id = c.tenant_id and s.campaign_id = c.id
      join sending_numbers n on n.tenant_id = s.tenant_id and n.id = s.number_id
      join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id
      where c.status = 'sending' and c.launched_at is not null and c.completed_at is null
        and (a.stopped_at is not null or n.stopped_at is not null or s.waits_for in ('account_stopped', 'number_stopped'))
        and s.waits_for is distinct from
          case when a.stopped_at is not null then 'account_stopped' when n.stopped_at is not null then 'number_stopped' end
      limit ${perRound}
    ), marked as (
      update campaign_shares s set waits_for = seen.reason, next_at = null,
        rule_version = case when seen.reason is not null then ${ruleVersion}::int end
      from seen where s.tenant_id = seen.tenant_id and s.campaign_id = seen.campaign_id and s.number_id = seen.number_id
      returning s.tenant_id, s.campaign_id, s.number_id, s.waits_for
    )
    insert into batch_waits (tenant_id, campaign_id, number_id, gate, reason, rule_version, at)
    select tenant_id, campaign_id, number_id, 'rate-limit', waits_for, ${ruleVersion}::int, ${at}::timestamptz
    from marked where waits_for is not null`);
}
