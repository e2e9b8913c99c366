'use client';

import { NativeSelect } from '@mantine/core';
import type { SendingNumber } from '@sms-crm/contracts/numbers';
import { useResource } from '../../api/use-resource.ts';
import { formatPhone } from '../../format/phones.ts';
import { numberTypeWords } from '../../numbers/number-words.ts';
import { numberList } from '../../numbers/resources.ts';

function numberWords(number: SendingNumber): string {
  return `${formatPhone(number.phone)} · ${numberTypeWords(number.type)}, ${number.rateParts} parts/s`;
}

type Props = { value: string | null; onChange: (numberId: string | null) => void; disabled: boolean };

/** The number a campaign is sent from; the organisation's default unless one is chosen. */
export function NumberField(props: Props) {
  const numbers = useResource(numberList).data?.items ?? [];
  const usual = numbers.find((number) => number.isDefault);
  const options = numbers.map((number) => ({ value: number.id, label: numberWords(number) }));
  return (
    <NativeSelect
      label="Send from"
      disabled={props.disabled}
      data={[
        { value: '', label: usual ? `Default number: ${numberWords(usual)}` : 'Default number' },
        ...options,
      ]}
      value={props.value ?? ''}
      onChange={(event) => props.onChange(event.currentTarget.value || null)}
    />
  );
}
