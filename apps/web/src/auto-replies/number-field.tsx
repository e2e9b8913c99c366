'use client';

import { NativeSelect } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useResource } from '../api/use-resource.ts';
import { formatPhone } from '../format/phones.ts';
import { numberList } from '../numbers/resources.ts';
import type { ReplyValues } from './reply-values.ts';

/** Which number's texts it answers; nothing to choose with one number. */
export function NumberField({ form }: { form: UseFormReturnType<ReplyValues> }) {
  const { data } = useResource(numberList);
  const numbers = data?.items ?? [];
  if (numbers.length < 2) return null;
  return (
    <NativeSelect
      label="Texts to"
      data={[
        { value: '', label: 'Every number' },
        ...numbers.map(({ id, phone }) => ({ value: id, label: formatPhone(phone) })),
      ]}
      {...form.getInputProps('numberId')}
    />
  );
}
