'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useSession } from '../session/session-context.tsx';
import type { ReplyValues } from './reply-values.ts';
import { weekdays } from './reply-words.ts';

const whens = [
  { value: 'always', label: 'At all hours' },
  { value: 'inside', label: 'Only inside these hours' },
  { value: 'outside', label: 'Only outside of these hours' },
];

/** When it answers, by the organisation's clock. */
export function HoursFields({ form }: { form: UseFormReturnType<ReplyValues> }) {
  const { tenant } = useSession();
  const { when } = form.values;
  return (
    <>
      <NativeSelect
        label="When it answers"
        description="Quiet hours of the recipient hold whatever stands here."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={whens}
        {...form.getInputProps('when')}
      />
      {when !== 'always' && (
        <>
          <Days form={form} />
          <div className="grid grid-cols-2 items-start gap-2">
            <TextInput type="time" label="From" required {...form.getInputProps('from')} />
            <TextInput type="time" label="Until" required {...form.getInputProps('until')} />
          </div>
          <p className="text-xs text-soft">
            In {tenant.timeZone}. Hours that end before they begin pass midnight.
          </p>
        </>
      )}
    </>
  );
}

function Days({ form }: { form: UseFormReturnType<ReplyValues> }) {
  const { days } = form.values;
  const toggle = (value: number, on: boolean) =>
    form.setFieldValue(
      'days',
      on ? [...days, value].toSorted((a, b) => a - b) : days.filter((day) => day !== value),
    );
  return (
    <fieldset>
      <legend className="mb-1.5 p-0 text-sm font-medium">Days</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-2">
        {weekdays.map(({ value, label }) => (
          <label key={value} className="inline-flex items-center gap-1.5 text-sm">
            <input
              type="checkbox"
              className="size-4.5 accent-accent"
              checked={days.includes(value)}
              onChange={(event) => toggle(value, event.currentTarget.checked)}
            />
            {label}
          </label>
        ))}
      </div>
      {form.errors['days'] && <p className="mt-1 text-xs text-bad">{form.errors['days']}</p>}
    </fieldset>
  );
}
