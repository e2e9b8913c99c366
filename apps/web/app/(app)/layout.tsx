import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { asApiError } from '../../src/api/api-error.ts';
import { serverSession } from '../../src/server/server-session.ts';
import { SessionProvider } from '../../src/session/session-context.tsx';
import { signInPath } from '../../src/session/sign-in-path.ts';
import { Shell } from '../../src/shell/shell.tsx';
import { SignedInProviders } from '../../src/signed-in-providers.tsx';
import { Unreachable } from '../../src/shell/unreachable.tsx';

async function readSession() {
  try {
    return { session: await serverSession() };
  } catch (error) {
    return { refusal: asApiError(error) };
  }
}

/** Every signed-in page: without a session it leads to the sign-in page and back. */
export default async function SignedInLayout(props: { children: ReactNode }) {
  const found = await readSession();
  if (found.session) {
    return (
      <SignedInProviders>
        <SessionProvider initial={found.session}>
          <Shell>{props.children}</Shell>
        </SessionProvider>
      </SignedInProviders>
    );
  }
  if (found.refusal.code === 'not_signed_in') {
    redirect(signInPath((await headers()).get('x-page-path') ?? '/'));
  }
  return <Unreachable message={found.refusal.message} />;
}
