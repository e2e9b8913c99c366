'use client';

import { TextInput } from '@mantine/core';
import { fieldLabel } from './merge-fields.ts';
import { usedFields, withFallback } from './template.ts';

const maxFallbackChars = 60;

/** For each merge field in the text: what stands there for people without a value. */
export function FallbackFields(props: {
  template: string;
  onChange: (template: string) => void;
  disabled: boolean;
}) {
  const used = usedFields(props.template);
  if (used.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-2 p-0 text-sm font-medium">When a contact has no value, write</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {used.map(({ field, fallback }) => (
          <TextInput
            key={field}
            label={`Instead of ${fieldLabel(field)}`}
            placeholder="nothing"
            maxLength={maxFallbackChars}
            readOnly={props.disabled}
            value={fallback}
            onChange={(event) =>
              props.onChange(withFallback(props.template, { field, fallback: event.currentTarget.value }))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
