import type { AudienceSpec, Campaign, UpdateCampaign } from '@sms-crm/contracts/campaigns';

export type DraftFields = Pick<Campaign, 'name' | 'template' | 'audience' | 'numberId'>;

export function draftFieldsOf(item: Campaign): DraftFields {
  return { name: item.name, template: item.template, audience: item.audience, numberId: item.numberId };
}

function tagOf(audience: AudienceSpec): string | undefined {
  return audience.type === 'tag' ? audience.tag : undefined;
}

export function sameAudience(one: AudienceSpec, other: AudienceSpec): boolean {
  return one.type === other.type && tagOf(one) === tagOf(other);
}

/** What has to be saved; a name that is empty for the moment waits until there is one. Undefined when nothing. */
export function draftChanges(saved: DraftFields, now: DraftFields): UpdateCampaign | undefined {
  const name = now.name.trim();
  const changes: UpdateCampaign = {
    ...(name !== '' && name !== saved.name.trim() ? { name } : {}),
    ...(now.template === saved.template ? {} : { template: now.template }),
    ...(sameAudience(now.audience, saved.audience) ? {} : { audience: now.audience }),
    ...(now.numberId === saved.numberId ? {} : { numberId: now.numberId }),
  };
  return Object.keys(changes).length === 0 ? undefined : changes;
}
