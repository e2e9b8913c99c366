'use client';

import { useSession } from '../session/session-context.tsx';
import { Card } from '../ui/card.tsx';
import { Facts } from '../ui/facts.tsx';

export function Organisation() {
  const { tenant, actor, role } = useSession();
  return (
    <Card title="Organisation">
      <Facts
        rows={[
          { term: 'Name', value: tenant.name },
          { term: 'Time zone', value: tenant.timeZone },
          { term: 'Default country', value: tenant.defaultCountry },
          { term: 'Id', value: <code className="text-xs">{tenant.id}</code> },
          { term: 'You', value: `${actor.name}${actor.email ? `, ${actor.email}` : ''}` },
          { term: 'Your role', value: role.name },
        ]}
      />
    </Card>
  );
}
