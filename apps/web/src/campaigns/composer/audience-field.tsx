'use client';

import { NativeSelect } from '@mantine/core';
import type { AudienceSpec, CampaignPreview } from '@sms-crm/contracts/campaigns';
import { useResource } from '../../api/use-resource.ts';
import { contactTags } from '../../contacts/resources.ts';
import { formatCount } from '../../format/numbers.ts';

type Props = {
  value: AudienceSpec;
  onChange: (audience: AudienceSpec) => void;
  /** Undefined until this audience is counted. */
  preview: CampaignPreview | undefined;
  disabled: boolean;
};

const tagPrefix = 'tag:';

/** Whom the campaign goes to, with the count as it is now. */
export function AudienceField(props: Props) {
  const tags = useResource(contactTags).data?.items ?? [];
  const chosen = props.value.type === 'tag' ? props.value.tag : undefined;
  const known = chosen === undefined || tags.some(({ tag }) => tag === chosen);
  const options = tags.map(({ tag, contacts }) => ({
    value: tagPrefix + tag,
    label: `${tag} (${formatCount(contacts)})`,
  }));
  const unknown = known ? [] : [{ value: tagPrefix + chosen, label: `${chosen} (0)` }];
  const grouped = [...unknown, ...options];
  return (
    <NativeSelect
      label="Audience"
      description={countWords(props.preview)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      disabled={props.disabled}
      data={[
        { value: 'all', label: 'All contacts' },
        ...(grouped.length > 0 ? [{ group: 'Contacts with the tag', items: grouped }] : []),
      ]}
      value={chosen === undefined ? 'all' : tagPrefix + chosen}
      onChange={(event) => props.onChange(audienceOf(event.currentTarget.value))}
    />
  );
}

function audienceOf(value: string): AudienceSpec {
  return value.startsWith(tagPrefix) ? { type: 'tag', tag: value.slice(tagPrefix.length) } : { type: 'all' };
}

function countWords(preview: CampaignPreview | undefined): string {
  if (!preview) return 'Counting…';
  const { recipients, matched } = preview;
  if (matched === 0) return 'No contact belongs to this audience yet.';
  if (recipients === matched) return `All ${formatCount(matched)} of them will get the text.`;
  return `${formatCount(recipients)} of ${formatCount(matched)} contacts will get the text; the review says why the others do not.`;
}
