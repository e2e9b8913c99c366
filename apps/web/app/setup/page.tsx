import { setupState } from '@sms-crm/contracts/session';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SetupForm } from '../../src/access/setup-form.tsx';
import { resource } from '../../src/api/resource.ts';
import { webEnv } from '../../src/server/env.ts';
import { serverApi } from '../../src/server/server-api.ts';
import { PublicPage } from '../../src/shell/public-page.tsx';

export const metadata: Metadata = { title: 'Set up' };

export default async function SetupPage() {
  const state = await serverApi(resource('/v1/setup', setupState)).catch(() => ({ needed: true }));
  if (!state.needed) redirect('/sign-in');
  return (
    <PublicPage
      title="Welcome to sms-crm"
      about="Name your organisation and create its owner."
      simulatorUrl={webEnv().SIMULATOR_URL}
    >
      <SetupForm timeZones={['UTC', ...Intl.supportedValuesOf('timeZone')]} />
    </PublicPage>
  );
}
