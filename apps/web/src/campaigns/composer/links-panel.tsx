'use client';

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { Choice } from '../../form/choice.tsx';
import { useSession } from '../../session/session-context.tsx';
import { Card } from '../../ui/card.tsx';
import { hasLink } from './template.ts';
import type { Draft } from './use-draft.ts';

const codeAnswers = [
  {
    value: 'recipient' as const,
    label: 'A link for each recipient',
    description: 'The report shows who clicked, and a click can be followed up',
  },
  {
    value: 'campaign' as const,
    label: 'One link for all',
    description: 'Clicks are counted, and nobody is known to have clicked',
  },
];

const utmAnswers = [
  {
    value: 'default' as const,
    label: 'As the settings of links say',
    description: 'For all campaigns alike',
  },
  { value: 'yes' as const, label: 'Add them', description: 'utm_source, utm_medium and utm_campaign' },
  { value: 'no' as const, label: 'Leave them out', description: 'Links lead exactly where the text says' },
];

/** How the links of a text are made; not there while it has none. */
export function LinksPanel({ draft, disabled }: { draft: Draft; disabled: boolean }) {
  const { fields, change } = draft;
  const { sampleLink } = useSession();
  if (!hasLink(fields.template)) return null;
  return (
    <Card title="Links">
      <div className="flex flex-col gap-6">
        <p className="-mt-2 text-sm text-soft">
          In the text they look like <code className="[overflow-wrap:anywhere]">{sampleLink}</code>
        </p>
        <Choice
          question="Who shares a link"
          value={fields.linkCodes}
          onChange={(linkCodes) => change({ linkCodes })}
          answers={codeAnswers}
          disabled={disabled}
        />
        <Choice
          question="UTM parameters"
          value={fields.addUtm === null ? 'default' : fields.addUtm ? 'yes' : 'no'}
          onChange={(answer) => change({ addUtm: answer === 'default' ? null : answer === 'yes' })}
          answers={utmAnswers}
          disabled={disabled}
        />
        <DaysField
          value={fields.linkDays}
          onChange={(linkDays) => change({ linkDays })}
          disabled={disabled}
        />
      </div>
    </Card>
  );
}

const mostDays = 3_650;

type DaysProps = { value: number | null; onChange: (days: number | null) => void; disabled: boolean };

function DaysField({ value, onChange, disabled }: DaysProps) {
  const [text, setText] = useState(value === null ? '' : String(value));
  const days = Number(text);
  const fits = text === '' || (Number.isInteger(days) && days >= 1 && days <= mostDays);
  function type(typed: string): void {
    const plain = typed.trim();
    setText(plain);
    if (plain === '') onChange(null);
    else if (/^\d{1,4}$/.test(plain) && Number(plain) >= 1 && Number(plain) <= mostDays)
      onChange(Number(plain));
  }
  return (
    <TextInput
      label="Links end after"
      description="Days after the text was sent; empty for as the settings of links say"
      inputMode="numeric"
      className="sm:max-w-xs"
      readOnly={disabled}
      value={text}
      error={fits ? undefined : `Write a number of days from 1 to ${mostDays.toLocaleString('en-US')}`}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}
