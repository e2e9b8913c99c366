'use client';

import { TextInput } from '@mantine/core';
import type { TextInputProps } from '@mantine/core';
import { useSession } from '../session/session-context.tsx';

/** A phone in any common form; the API reads it by the organisation's country. */
export function PhoneField(props: TextInputProps) {
  const { tenant } = useSession();
  return (
    <TextInput
      label="Phone"
      description={`Any common form; without a country code it is read as ${tenant.defaultCountry}`}
      type="tel"
      autoComplete="off"
      required
      {...props}
    />
  );
}
