import { setupState } from '@sms-crm/contracts/session';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { resource } from '../../src/api/resource.ts';
import { SignInForm } from '../../src/access/sign-in-form.tsx';
import { webEnv } from '../../src/server/env.ts';
import { serverApi } from '../../src/server/server-api.ts';
import { localPath } from '../../src/session/sign-in-path.ts';
import { PublicPage } from '../../src/shell/public-page.tsx';

/** `error` is set when a sign-in link did not work. */
type Search = { next?: string | string[]; error?: string | string[] };

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage(props: { searchParams: Promise<Search> }) {
  const { next, error } = await props.searchParams;
  const state = await serverApi(resource('/v1/setup', setupState)).catch(() => ({ needed: false }));
  if (state.needed) redirect('/setup');
  return (
    <PublicPage title="Sign in" simulatorUrl={webEnv().SIMULATOR_URL}>
      <SignInForm next={localPath(typeof next === 'string' ? next : null)} linkFailed={error !== undefined} />
    </PublicPage>
  );
}
