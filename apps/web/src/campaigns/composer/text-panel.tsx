'use client';

import { Card } from '../../ui/card.tsx';
import { FallbackFields } from './fallback-fields.tsx';
import { PartsCounter } from './parts-counter.tsx';
import { hasLink } from './template.ts';
import { TextField } from './text-field.tsx';
import type { Sample } from './use-sample.ts';

type Props = {
  template: string;
  onChange: (template: string) => void;
  sample: Sample;
  disabled: boolean;
};

/** The text, its merge fields and its length. */
export function TextPanel({ template, onChange, sample, disabled }: Props) {
  const change = { template, onChange, disabled };
  return (
    <Card title="What they get">
      <div className="flex flex-col gap-5">
        <TextField value={template} onChange={onChange} fields={sample.offered} disabled={disabled} />
        <PartsCounter {...change} parts={sample.parts} />
        {hasLink(template) && (
          <p className="text-sm text-soft">
            Links become short links, one for each recipient, so that clicks can be counted. The length above
            counts them as they will be sent.
          </p>
        )}
        <FallbackFields {...change} />
      </div>
    </Card>
  );
}
