import { sql, type SQL } from 'drizzle-orm';
import type { AudienceSpec } from '@sms-crm/contracts/campaigns';

/** Whether the contact `c` of an outer query belongs to the audience. */
export function inAudience(audience: AudienceSpec): SQL {
  return audience.type === 'all'
    ? sql`true`
    : sql`exists (select from contact_tags t where t.tenant_id = c.tenant_id and t.tag = ${audience.tag} and t.contact_id = c.id)`;
}
