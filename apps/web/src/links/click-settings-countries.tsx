'use client';

import { clickSettings, maxCountryDatabaseBytes } from '@sms-crm/contracts/clicks';
import type { ClickSettings, CountryDatabase } from '@sms-crm/contracts/clicks';
import { api } from '../api/api.ts';
import { upload } from '../api/upload.ts';
import { useAction } from '../api/use-action.ts';
import { formatBytes } from '../format/numbers.ts';
import { FileDrop } from '../imports/file-drop.tsx';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';
import { Moment } from '../ui/moment.tsx';
import { clickSettingsKey } from './click-settings-resource.ts';

const path = '/v1/click-settings/country-database';

/** The organisation's own table of countries, or the place to drop one. */
export function CountryDatabaseCard({ settings }: { settings: ClickSettings }) {
  const refusal = useRefusal('links:write');
  const put = useAction({
    run: (file: File) =>
      upload({
        path,
        method: 'PUT',
        file,
        answer: clickSettings,
        onProgress: () => undefined,
        signal: AbortSignal.timeout(uploadMs),
      }),
    refresh: [clickSettingsKey],
    done: 'Countries of new clicks come from this database.',
  });
  return (
    <Card title="Countries">
      <p className="-mt-2 mb-4 text-sm text-soft">
        Countries are looked up in a file you supply, on this installation alone. Any database of countries in
        MMDB format will do.
      </p>
      {settings.countryDatabase && <Present database={settings.countryDatabase} />}
      {!refusal && (
        <FileDrop
          label={put.isPending ? 'Reading it …' : 'Drop an .mmdb file here, or choose one'}
          hint={`Up to ${formatBytes(maxCountryDatabaseBytes)}`}
          accept=".mmdb"
          onFile={(file) => put.mutate(file)}
        />
      )}
    </Card>
  );
}

/** Longest an upload may take, ms: the largest file over a line of 2 Mbit/s. */
const uploadMs = 5 * 60_000;

function Present({ database }: { database: CountryDatabase }) {
  const remove = useAction({
    run: () => api(path, clickSettings, { method: 'DELETE' }),
    refresh: [clickSettingsKey],
    done: 'The database was taken away. Countries stored with clicks stay.',
  });
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-3 text-sm">
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p className="font-medium">{database.name}</p>
        <p className="text-xs text-soft">
          {database.type}, {formatBytes(database.bytes)}, made <Moment at={database.builtAt} />
        </p>
      </div>
      <ActionButton
        size="xs"
        variant="default"
        refusal={useRefusal('links:write')}
        loading={remove.isPending}
        onClick={() => remove.mutate()}
      >
        Remove
      </ActionButton>
    </div>
  );
}
