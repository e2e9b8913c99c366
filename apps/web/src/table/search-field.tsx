'use client';

import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

const typingPauseMs = 250;

/** A search box that asks once the typing pauses. */
export function SearchField(props: {
  id?: string;
  label: string;
  placeholder?: string;
  value: string;
  onSearch: (text: string) => void;
}) {
  const [text, setText] = useState(props.value);
  const search = useDebouncedCallback(props.onSearch, typingPauseMs);
  function change(next: string): void {
    setText(next);
    search(next.trim());
  }
  return (
    <TextInput
      {...(props.id === undefined ? {} : { id: props.id })}
      type="search"
      aria-label={props.label}
      placeholder={props.placeholder ?? props.label}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text ? <CloseButton size="sm" aria-label="Clear search" onClick={() => change('')} /> : null
      }
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      className="min-w-0 flex-1 basis-64 max-sm:basis-full sm:max-w-xs"
    />
  );
}
