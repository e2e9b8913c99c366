import { sql, type SQL } from 'drizzle-orm';
import type { SegmentFilter } from '@sms-crm/contracts/segments';

/** Whether the contact `c` of an outer query belongs to a segment with this filter. */
export function segmentCondition(filter: SegmentFilter): SQL {
  switch (filter.type) {
    case 'clicked':
      return sql`exists (${textsOf(filter.campaignId)} and ${clicked(filter.linkId)})`;
    case 'not-clicked':
      return sql`exists (${textsOf(filter.campaignId)} and m.handed_over_at is not null and not ${clicked()})`;
    case 'replied':
      return sql`exists (${textsOf(filter.campaignId)} and ${replied})`;
    case 'tag':
    default:
      return sql`exists (select from contact_tags t where t.tenant_id = c.tenant_id and t.tag = ${filter.tag} and t.contact_id = c.id)`;
  }
}

function textsOf(campaignId: string): SQL {
  return sql`select from messages m where m.tenant_id = c.tenant_id and m.campaign_id = ${campaignId}::uuid and m.contact_id = c.id
    and m.direction = 'outbound'`;
}

/** By a person; the same as what the campaign's report counts. */
function clicked(linkId?: string): SQL {
  const ofLink = linkId === undefined ? sql`` : sql` and k.campaign_link_id = ${linkId}::uuid`;
  return sql`exists (select from clicks k where k.tenant_id = m.tenant_id and k.message_id = m.id and k.human${ofLink})`;
}

/** Keywords are no replies. */
const replied = sql`exists (select from messages r where r.tenant_id = m.tenant_id and r.contact_id = m.contact_id
  and r.direction = 'inbound' and r.reply_to_id = m.id and r.reason is null)`;
