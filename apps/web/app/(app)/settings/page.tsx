import type { Metadata } from 'next';
import { Prefetch } from '../../../src/server/prefetch.tsx';
import { apiKeyList, roleList } from '../../../src/settings/resources.ts';
import { SettingsPage } from '../../../src/settings/settings-page.tsx';

export const metadata: Metadata = { title: 'Settings' };

export default function Page() {
  return (
    <Prefetch resources={[roleList, apiKeyList]}>
      <SettingsPage />
    </Prefetch>
  );
}
