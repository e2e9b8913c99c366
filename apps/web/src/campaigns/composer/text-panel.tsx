'use client';

import type { CampaignPreview } from '@sms-crm/contracts/campaigns';
import { Card } from '../../ui/card.tsx';
import { FallbackFields } from './fallback-fields.tsx';
import { FooterFields } from './footer-fields.tsx';
import { PartsCounter } from './parts-counter.tsx';
import { hasLink } from './template.ts';
import { TextField } from './text-field.tsx';
import { UnknownFields } from './unknown-fields.tsx';
import { fieldWords } from './unsaved-words.ts';
import type { Draft } from './use-draft.ts';
import type { Sample } from './use-sample.ts';

type Props = { draft: Draft; sample: Sample; preview: CampaignPreview | undefined; disabled: boolean };

/** The text, its merge fields and its length. */
export function TextPanel({ draft, sample, preview, disabled }: Props) {
  const { template } = draft.fields;
  const onChange = (changed: string) => draft.change({ template: changed });
  const change = { template, onChange, disabled };
  return (
    <Card title="What they get">
      <div className="flex flex-col gap-5">
        <TextField
          value={template}
          onChange={onChange}
          fields={sample.offered}
          disabled={disabled}
          problem={fieldWords(draft.error, 'template')}
        />
        <UnknownFields notices={[...(preview?.blockers ?? []), ...(preview?.warnings ?? [])]} />
        <PartsCounter {...change} parts={sample.parts} />
        {hasLink(template) && (
          <p className="text-sm text-soft">
            Links become short links, one for each recipient, so that clicks can be counted. The length above
            counts them as they will be sent.
          </p>
        )}
        <FallbackFields {...change} />
        <FooterFields draft={draft} disabled={disabled} />
      </div>
    </Card>
  );
}
