import type { AudienceSpec, Campaign } from '@sms-crm/contracts/campaigns';

/** Fields that are the same when they are equal. */
const plainFields = [
  'template',
  'numberId',
  'endsAt',
  'overBudget',
  'addBrand',
  'addOptOut',
  'linkCodes',
  'addUtm',
  'linkDays',
] as const;

export type DraftFields = Pick<Campaign, 'name' | 'audience' | (typeof plainFields)[number]>;

export function draftFieldsOf(item: Campaign): DraftFields {
  const {
    name,
    audience,
    template,
    numberId,
    endsAt,
    overBudget,
    addBrand,
    addOptOut,
    linkCodes,
    addUtm,
    linkDays,
  } = item;
  const options = { numberId, endsAt, overBudget, addBrand, addOptOut, linkCodes, addUtm, linkDays };
  return { name, audience, template, ...options };
}

/** What tells audiences of one type apart. */
function keyOf(audience: AudienceSpec): string | undefined {
  if (audience.type === 'segment') return audience.segmentId;
  return audience.type === 'tag' ? audience.tag : undefined;
}

export function sameAudience(one: AudienceSpec, other: AudienceSpec): boolean {
  return one.type === other.type && keyOf(one) === keyOf(other);
}

/** What has to be saved; a name that is empty for the moment waits until there is one. Undefined when nothing. */
export function draftChanges(saved: DraftFields, now: DraftFields): Partial<DraftFields> | undefined {
  const name = now.name.trim();
  const plain = plainFields.filter((field) => now[field] !== saved[field]);
  const changes: Partial<DraftFields> = {
    ...(name !== '' && name !== saved.name.trim() ? { name } : {}),
    ...(sameAudience(now.audience, saved.audience) ? {} : { audience: now.audience }),
    ...Object.fromEntries(plain.map((field) => [field, now[field]])),
  };
  return Object.keys(changes).length === 0 ? undefined : changes;
}
