'use client';

import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { lookUpMicros } from '@sms-crm/contracts/suppression';
import { Tick } from '../form/tick.tsx';
import { formatMoney } from '../format/money.ts';
import type { RuleValues } from './rule-values.ts';

type Props = { form: UseFormReturnType<RuleValues> };

/** The fields of the chosen kind. */
export function RuleFields({ form }: Props) {
  switch (form.values.kind) {
    case 'frequency':
      return (
        <>
          <TextInput
            label="At most this many marketing texts"
            inputMode="numeric"
            required
            {...form.getInputProps('most')}
          />
          <WindowFields form={form} label="Within" />
        </>
      );
    case 'recently-messaged':
      return <WindowFields form={form} label="Texted within" />;
    case 'recently-engaged':
      return (
        <>
          <WindowFields form={form} label="Within" />
          <Tick
            label="Clicked a link"
            checked={form.values.clicked}
            onChange={(clicked) => form.setFieldValue('clicked', clicked)}
          />
          <Tick
            label="Replied"
            checked={form.values.replied}
            onChange={(replied) => form.setFieldValue('replied', replied)}
          />
        </>
      );
    case 'area-codes':
      return (
        <Textarea
          label="Area codes"
          description="Like 415, or the beginning of a phone like +44; several with commas between"
          autosize
          minRows={2}
          required
          {...form.getInputProps('codes')}
        />
      );
    case 'tags':
      return (
        <TextInput
          label="Tags"
          description="Several with commas between"
          required
          {...form.getInputProps('tags')}
        />
      );
    case 'landlines':
    default:
      return (
        <TextInput
          label="Look-ups a day, at most"
          description={`The carrier charges ${formatMoney(lookUpMicros)} for each; every phone is asked about once`}
          inputMode="numeric"
          required
          {...form.getInputProps('lookUpsPerDay')}
        />
      );
  }
}

const units = [
  { value: 'days', label: 'days' },
  { value: 'hours', label: 'hours' },
];

function WindowFields({ form, label }: Props & { label: string }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_8rem] items-start gap-2">
      <TextInput label={label} inputMode="numeric" required {...form.getInputProps('amount')} />
      <NativeSelect label="Unit" data={units} {...form.getInputProps('unit')} />
    </div>
  );
}
