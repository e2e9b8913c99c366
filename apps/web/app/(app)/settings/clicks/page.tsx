import type { Metadata } from 'next';
import { ClickSettingsPage } from '../../../../src/links/click-settings-page.tsx';
import { currentClickSettings } from '../../../../src/links/click-settings-resource.ts';
import { Prefetch } from '../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Clicks' };

export default function Page() {
  return (
    <Prefetch resources={[currentClickSettings]}>
      <ClickSettingsPage />
    </Prefetch>
  );
}
