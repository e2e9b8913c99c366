'use client';

import { TextInput } from '@mantine/core';
import type { TextInputProps } from '@mantine/core';

/** An amount of money in dollars, read by `dollars`. */
export function DollarField(props: TextInputProps) {
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      leftSection={<span aria-hidden>$</span>}
      rightSection={<span className="text-xs text-soft">USD</span>}
      rightSectionWidth={48}
      {...props}
    />
  );
}
