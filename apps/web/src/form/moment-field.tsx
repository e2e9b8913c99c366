'use client';

import { TextInput } from '@mantine/core';
import type { TextInputProps } from '@mantine/core';

/** A date and a time of day, held as `2026-03-01T10:00`; whose clock it is stands in the description. */
export function MomentField(props: TextInputProps) {
  return <TextInput type="datetime-local" className="sm:max-w-80" {...props} />;
}
