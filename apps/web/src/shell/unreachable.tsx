'use client';

import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { Empty } from '../ui/empty.tsx';

/** Instead of the whole page while the API does not answer. */
export function Unreachable(props: { message: string }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center px-4">
      <h1 className="sr-only">sms-crm is not reachable</h1>
      <Empty
        icon={IconPlugConnectedX}
        title="The server is not reachable"
        action={<Button onClick={() => window.location.reload()}>Try again</Button>}
      >
        {props.message}
      </Empty>
    </main>
  );
}
