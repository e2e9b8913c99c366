'use client';

import { NativeSelect } from '@mantine/core';
import type { AudienceSpec, CampaignPreview } from '@sms-crm/contracts/campaigns';
import { useResource } from '../../api/use-resource.ts';
import { contactTags } from '../../contacts/resources.ts';
import { formatCount } from '../../format/numbers.ts';
import { allSegments } from '../../segments/resources.ts';
import { audienceAt, audienceGroups, valueOf } from './audience-options.ts';

type Props = {
  value: AudienceSpec;
  onChange: (audience: AudienceSpec) => void;
  /** Undefined until this audience is counted. */
  preview: CampaignPreview | undefined;
  disabled: boolean;
};

/** Whom the campaign goes to, with the count as it is now. */
export function AudienceField(props: Props) {
  const tags = useResource(contactTags).data?.items ?? [];
  const segments = useResource(allSegments).data?.items ?? [];
  return (
    <NativeSelect
      label="Audience"
      description={countWords(props.preview)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      disabled={props.disabled}
      data={[
        { value: valueOf({ type: 'all' }), label: 'All contacts' },
        ...audienceGroups(props.value, { tags, segments }),
      ]}
      value={valueOf(props.value)}
      onChange={(event) => props.onChange(audienceAt(event.currentTarget.value))}
    />
  );
}

function countWords(preview: CampaignPreview | undefined): string {
  if (!preview) return 'Counting…';
  const { recipients, matched } = preview;
  if (matched === 0) return 'No contact belongs to this audience yet.';
  if (recipients === matched) return `All ${formatCount(matched)} of them will get the text.`;
  return `${formatCount(recipients)} of ${formatCount(matched)} contacts will get the text; the review says why the others do not.`;
}
