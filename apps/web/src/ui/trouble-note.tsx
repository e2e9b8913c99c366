import { Alert } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** Something that does not work: what, what to do, and the button that leads there. */
export function TroubleNote(props: { words: string; fix: string; children: ReactNode }) {
  return (
    <Alert role="note" color="red" variant="light" icon={<IconHandStop size={18} aria-hidden />}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 basis-60">
          <strong className="font-semibold">{props.words}</strong> {props.fix}
        </p>
        {props.children}
      </div>
    </Alert>
  );
}
