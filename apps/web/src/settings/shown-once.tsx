'use client';

import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

/** A secret that will not be shown again. */
export function ShownOnce(props: { secret: string; onDone: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-soft">
        This is the only time it is shown. Only a fingerprint of it is kept; a lost key is revoked and
        replaced.
      </p>
      <code
        aria-label="API key"
        className="block rounded-md bg-sunken p-3 font-mono text-sm [overflow-wrap:anywhere]"
      >
        {props.secret}
      </code>
      <div className="flex justify-end gap-2">
        <CopyButton value={props.secret}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              data-autofocus
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy key'}
            </Button>
          )}
        </CopyButton>
        <Button onClick={props.onDone}>I have stored it</Button>
      </div>
    </div>
  );
}
