import type { Metadata } from 'next';
import { LinksPage } from '../../../../src/links/links-page.tsx';
import { currentLinkSettings, domainList } from '../../../../src/links/resources.ts';
import { Prefetch } from '../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Links' };

export default function Page() {
  return (
    <Prefetch resources={[domainList, currentLinkSettings]}>
      <LinksPage />
    </Prefetch>
  );
}
