'use client';

import { PageHeader } from '../ui/page-header.tsx';
import { Domains } from './domains.tsx';
import { LinkSettingsCard } from './link-settings-card.tsx';

export function LinksPage() {
  return (
    <>
      <PageHeader
        title="Links"
        back={{ href: '/settings', label: 'Settings' }}
        about="Where the short links of your texts live, where they may lead, and how long they last"
      />
      <div className="flex flex-col gap-5">
        <Domains />
        <LinkSettingsCard />
      </div>
    </>
  );
}
