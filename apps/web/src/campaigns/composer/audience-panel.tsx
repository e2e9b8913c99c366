'use client';

import { TextInput } from '@mantine/core';
import { maxNameChars, type CampaignPreview } from '@sms-crm/contracts/campaigns';
import { Card } from '../../ui/card.tsx';
import { AudienceField } from './audience-field.tsx';
import { NumberField } from './number-field.tsx';
import type { Draft } from './use-draft.ts';

type Props = {
  draft: Draft;
  /** Undefined until the audience is counted. */
  preview: CampaignPreview | undefined;
  disabled: boolean;
};

/** The name, whom it goes to, and the number it comes from. */
export function AudiencePanel({ draft, preview, disabled }: Props) {
  const { fields, change } = draft;
  return (
    <Card title="Who gets it">
      <div className="flex flex-col gap-4">
        <TextInput
          label="Campaign name"
          description="Only you and your colleagues see it."
          maxLength={maxNameChars}
          readOnly={disabled}
          value={fields.name}
          error={fields.name.trim() === '' ? 'Give the campaign a name.' : undefined}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <AudienceField
          value={fields.audience}
          onChange={(audience) => change({ audience })}
          preview={preview}
          disabled={disabled}
        />
        <NumberField
          value={fields.numberId}
          onChange={(numberId) => change({ numberId })}
          disabled={disabled}
        />
      </div>
    </Card>
  );
}
