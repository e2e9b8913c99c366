'use client';

import { IconFileSpreadsheet } from '@tabler/icons-react';

type Props = { label: string; hint: string; accept: string; onFile: (file: File) => void };

/** A place to drop one file, or to choose it: the file input itself lies over the whole area and takes both. */
export function FileDrop(props: Props) {
  return (
    <label className="relative flex flex-col items-center rounded-lg border-2 border-dashed border-line bg-surface px-6 py-14 text-center transition-colors focus-within:border-accent hover:border-accent hover:bg-accent-tint/40">
      <span className="mb-4 flex size-12 items-center justify-center rounded-xl bg-accent-tint text-accent">
        <IconFileSpreadsheet size={24} stroke={1.6} aria-hidden />
      </span>
      <span className="text-base font-semibold">{props.label}</span>
      <span className="mt-1 text-sm text-soft">{props.hint}</span>
      <input
        type="file"
        accept={props.accept}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) props.onFile(file);
        }}
      />
    </label>
  );
}
