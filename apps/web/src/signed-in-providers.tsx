'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { createQueryClient } from './api/query-client.ts';

const Toasts = dynamic(() => import('./toasts.tsx'), { ssr: false });

/** What the pages after sign-in need besides: the cache of the API, the URL state, the toasts. */
export function SignedInProviders(props: { children: ReactNode }) {
  const [queries] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queries}>
      <NuqsAdapter>{props.children}</NuqsAdapter>
      <Toasts />
    </QueryClientProvider>
  );
}
