'use client';

import type { Role } from '@sms-crm/contracts/access';
import { permissions, permissionSentences } from '@sms-crm/contracts/permissions';
import { IconCheck } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import { Card } from '../ui/card.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { roleList } from './resources.ts';

/** The roles and what each allows, in sentences. */
export function Roles() {
  const { data, error, refetch } = useResource(roleList);
  return (
    <Card title="Roles and what they allow">
      {error && !data && <ErrorBox error={error} onRetry={() => void refetch()} />}
      <ul className="flex flex-col divide-y divide-line">
        {data?.items.map((role) => (
          <li key={role.id}>
            <RoleDetails role={role} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function RoleDetails({ role }: { role: Role }) {
  const all = role.permissions.length === permissions.length;
  return (
    <details className="group py-3">
      <summary className="flex cursor-pointer items-baseline justify-between gap-4 text-sm">
        <span className="font-semibold">{role.name}</span>
        <span className="numeric text-soft">
          {all ? 'Everything' : `${role.permissions.length} of ${permissions.length} permissions`}
        </span>
      </summary>
      <ul className="mt-3 grid gap-x-6 gap-y-1.5 text-sm text-soft sm:grid-cols-2 lg:grid-cols-3">
        {role.permissions.map((permission) => (
          <li key={permission} className="flex items-start gap-2">
            <IconCheck size={15} aria-hidden className="mt-0.5 shrink-0 text-accent" />
            May {permissionSentences[permission]}
          </li>
        ))}
      </ul>
    </details>
  );
}
