'use client';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { createQueryClient } from './api/query-client.ts';
import { cssVariables } from './theme/css-variables.ts';
import { theme } from './theme/theme.ts';

export function Providers(props: { nonce: string; children: ReactNode }) {
  const [queries] = useState(createQueryClient);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => props.nonce}
    >
      <QueryClientProvider client={queries}>
        <NuqsAdapter>{props.children}</NuqsAdapter>
      </QueryClientProvider>
      <Notifications position="bottom-right" autoClose={6_000} limit={3} />
    </MantineProvider>
  );
}
