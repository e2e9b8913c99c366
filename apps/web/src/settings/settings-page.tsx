'use client';

import { useMay } from '../session/session-context.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { ApiKeys } from './api-keys.tsx';
import { AutoPauseCard } from './auto-pause-card.tsx';
import { KillSwitchCard } from './kill-switch-card.tsx';
import { Organisation } from './organisation.tsx';
import { Roles } from './roles.tsx';

export function SettingsPage() {
  const maySeeSwitch = useMay('kill-switch:read');
  const mayManageKeys = useMay('api-keys:manage');
  const maySeeCampaigns = useMay('campaigns:read');
  const maySeeRoles = useMay('roles:read');
  return (
    <>
      <PageHeader title="Settings" />
      <div className="flex flex-col gap-5">
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <Organisation />
          {maySeeSwitch && <KillSwitchCard />}
        </div>
        {maySeeCampaigns && <AutoPauseCard />}
        {mayManageKeys && <ApiKeys />}
        {maySeeRoles && <Roles />}
      </div>
    </>
  );
}
