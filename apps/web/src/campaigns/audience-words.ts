import type { AudienceSpec } from '@sms-crm/contracts/campaigns';

/** Whom a campaign goes to, in words. */
export function audienceWords(audience: AudienceSpec): string {
  if (audience.type === 'segment') return `Segment “${audience.name ?? 'without a name'}”`;
  return audience.type === 'all' ? 'All contacts' : `Contacts tagged “${audience.tag}”`;
}
