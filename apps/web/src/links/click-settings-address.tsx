'use client';

import { NativeSelect } from '@mantine/core';
import { clickSettings } from '@sms-crm/contracts/clicks';
import type { ClickSettings } from '@sms-crm/contracts/clicks';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { Card } from '../ui/card.tsx';
import { clickSettingsKey } from './click-settings-resource.ts';

const modes = [
  { value: 'cut', label: 'Cut: without their end' },
  { value: 'hashed', label: 'Hashed: nobody can read them' },
];

/** What is kept of the addresses that clicks come from. */
export function ClickAddressCard({ settings }: { settings: ClickSettings }) {
  const refusal = useRefusal('links:write');
  const save = useAction({
    run: (ipMode: string) => api('/v1/click-settings', clickSettings, { method: 'PUT', body: { ipMode } }),
    refresh: [clickSettingsKey],
    done: ({ ipMode }) => `Addresses are kept ${ipMode} from now on.`,
  });
  return (
    <Card title="Addresses">
      <NativeSelect
        label="Keep addresses"
        description="Whole addresses are never kept. Of 203.0.113.77 stays 203.0.113.0; a hash tells the same visitor again without saying where. Clicks already stored stay as they are."
        data={modes}
        disabled={refusal !== undefined || save.isPending}
        value={settings.ipMode}
        onChange={(event) => save.mutate(event.currentTarget.value)}
      />
    </Card>
  );
}
