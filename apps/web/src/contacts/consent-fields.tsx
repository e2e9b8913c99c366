'use client';

import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useSession } from '../session/session-context.tsx';
import { todayIn } from '../format/times.ts';
import type { ConsentValues } from './consent-evidence.ts';
import { consentSourceOptions } from './contact-words.ts';

const sources = [{ value: '', label: 'Choose how' }, ...consentSourceOptions];

/** Evidence of consent: how, when, and which words they saw. */
export function ConsentFields<Values extends ConsentValues>(props: {
  form: UseFormReturnType<Values>;
  /** Without the date where each person has their own. */
  undated?: boolean;
}) {
  const { tenant } = useSession();
  const { getInputProps } = props.form;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <NativeSelect label="How they agreed" required data={sources} {...getInputProps('source')} />
        {!props.undated && (
          <TextInput
            label="Date they agreed"
            type="date"
            max={todayIn(tenant.timeZone)}
            required
            {...getInputProps('agreedOn')}
          />
        )}
      </div>
      <Textarea
        label="Wording they saw"
        description="Optional, but it is what counts if somebody asks"
        placeholder="e.g. “I agree to receive marketing texts from your shop.”"
        autosize
        minRows={2}
        {...getInputProps('wording')}
      />
    </>
  );
}
