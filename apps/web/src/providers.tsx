'use client';

import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { cssVariables } from './theme/css-variables.ts';
import { theme } from './theme/theme.ts';

/** What every page needs, also before sign-in. */
export function Providers(props: { nonce: string; children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => props.nonce}
    >
      {props.children}
    </MantineProvider>
  );
}
