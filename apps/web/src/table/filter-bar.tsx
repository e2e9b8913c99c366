'use client';

import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';

/** The search box and the choices above a list. */
export function FilterBar(props: { children: ReactNode }) {
  return <search className="mb-4 flex flex-wrap items-center gap-2">{props.children}</search>;
}

/** One choice that narrows a list; the empty value is for all of it. */
export function FilterSelect(props: {
  label: string;
  options: { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <NativeSelect
      aria-label={props.label}
      data={props.options}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
