'use client';

import { Button, Textarea } from '@mantine/core';
import { maxTemplateChars } from '@sms-crm/contracts/campaigns';
import { IconPlus } from '@tabler/icons-react';
import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { tooLongWords } from '../../form/too-long-words.ts';
import type { MergeField } from './merge-fields.ts';
import { writeField } from './template.ts';

type Props = {
  value: string;
  onChange: (template: string) => void;
  fields: MergeField[];
  disabled: boolean;
  /** What the server says is wrong with the text. */
  problem: string | undefined;
};

/** The text with buttons that put a merge field where the cursor is. */
export function TextField({ value, onChange, fields, disabled, problem }: Props) {
  const input = useRef<HTMLTextAreaElement>(null);

  function insert(field: MergeField): void {
    const element = input.current;
    if (!element) return;
    const [start, end] = [element.selectionStart, element.selectionEnd];
    const written = writeField(field);
    const next = value.slice(0, start) + written + value.slice(end);
    flushSync(() => onChange(next));
    element.focus();
    element.setSelectionRange(start + written.length, start + written.length);
  }

  return (
    <div>
      <Textarea
        ref={input}
        label="Text"
        placeholder="Hi {{first_name|there}}, …"
        autosize
        minRows={5}
        maxRows={16}
        readOnly={disabled}
        value={value}
        error={tooLongWords(value, maxTemplateChars) ?? problem}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {!disabled && (
        <ul aria-label="Merge fields" className="mt-2.5 flex flex-wrap gap-1.5">
          {fields.map((field) => (
            <li key={field.field}>
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<IconPlus size={12} aria-hidden />}
                aria-label={`Insert ${field.label}`}
                onClick={() => insert(field)}
              >
                {field.label}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
