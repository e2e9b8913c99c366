import { sql, type SQL } from 'drizzle-orm';
import { clickDelays, clickVerdicts, isMachine } from '@sms-crm/contracts/clicks';
import type { TxContext } from '../context/context.ts';

const machines = clickVerdicts.filter(isMachine);

/**
 * Counts the clicks of a campaign as `by_clicks (metric, detail, value)`. No index holds the campaign, which would cost every click;
 * ids begin with their time, so those of earlier campaigns are not looked at.
 */
export function clickCounts(ctx: TxContext, campaignId: string): SQL {
  return sql`hits as (
      select id, clicked_at, campaign_link_id::text as link, message_id, verdict, device, country, age_ms from clicks
      where tenant_id = ${ctx.tenantId}::uuid and campaign_id = ${campaignId}::uuid
        and id > (select ${firstIdAt(sql`coalesce(launched_at, created_at)`)} from campaigns
          where tenant_id = ${ctx.tenantId}::uuid and id = ${campaignId}::uuid)
    ), firsts as (
      select distinct on (message_id) age_ms from hits
      where verdict = 'human' and message_id is not null order by message_id, clicked_at, id
    ), by_clicks as (
      select 'click-human' as metric, link as detail, count(*) as value from hits where verdict = 'human' group by 2
      union all select 'click-device', coalesce(device, 'other'), count(*) from hits where verdict = 'human' group by 2
      union all select 'click-country', coalesce(country, ''), count(*) from hits where verdict = 'human' group by 2
      union all select 'click-duplicate', link, count(*) from hits where verdict = 'duplicate' group by 2
      union all select 'click-bot', link, count(*) from hits where verdict = any (${sql.param(machines)}::text[]) group by 2
      union all select 'click-reason', verdict, count(*) from hits where verdict = any (${sql.param(machines)}::text[]) group by 2
      union all select 'click-recipient', '', count(*) from firsts
      union all select 'click-delay', ${delayName}, count(*) from firsts where age_ms is not null group by 2
    )`;
}

const delayName = sql.raw(
  `case ${clickDelays
    .filter(({ seconds }) => Number.isFinite(seconds))
    .map(({ name, seconds }) => `when age_ms < ${seconds * 1_000} then '${name}'`)
    .join(' ')} else 'later' end`,
);

/** The lowest version 7 UUID of a moment. */
function firstIdAt(moment: SQL): SQL {
  return sql`(lpad(to_hex((extract(epoch from ${moment}) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid`;
}
