import { sql } from 'drizzle-orm';
import { mostCounted, type CampaignReplies } from '@sms-crm/contracts/conversations';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context } from '../context/context.ts';

/** Campaigns shown with their replies. */
const mostCampaigns = 50;

/**
 * The newest campaigns that were answered, each with its threads. Campaigns are found by steps through the index, not by looking at their
 * threads, so that it costs the same in any inbox.
 */
export async function listCampaignReplies(ctx: Context): Promise<CampaignReplies> {
  requirePermission(ctx, 'inbox:read');
  return withTransaction(ctx, async (ctx) => {
    const { rows } = await ctx.tx.db.execute<CampaignReplies['items'][number]>(sql`
      with recursive answered as (
        (select campaign_id, 1 as place from conversations where campaign_id is not null order by campaign_id desc limit 1)
        union all
        select next.campaign_id, answered.place + 1 from answered cross join lateral (
          select campaign_id from conversations c where c.campaign_id is not null and c.campaign_id < answered.campaign_id
          order by c.campaign_id desc limit 1
        ) next where answered.place < ${mostCampaigns}
      )
      select ca.id as "campaignId", ca.name, t.open, t.unread, t."all"
      from answered join campaigns ca on ca.id = answered.campaign_id
      cross join lateral (
        select count(*) filter (where closed_at is null and last_direction = 'inbound')::int as open,
          count(*) filter (where unread > 0)::int as unread, count(*)::int as "all"
        from (
          select closed_at, last_direction, unread from conversations c where c.campaign_id = answered.campaign_id
          order by last_message_id desc limit ${mostCounted}
        ) newest
      ) t
      order by answered.place`);
    return { items: rows };
  });
}
