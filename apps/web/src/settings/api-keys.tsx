'use client';

import type { ApiKey } from '@sms-crm/contracts/access';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { useResource } from '../api/use-resource.ts';
import type { Column, Sort } from '../table/data-table.tsx';
import { DataTable } from '../table/data-table.tsx';
import { Card } from '../ui/card.tsx';
import { Empty } from '../ui/empty.tsx';
import { Ago } from '../ui/moment.tsx';
import { MakeApiKey } from './make-api-key.tsx';
import { apiKeyList } from './resources.ts';
import { RevokeApiKey } from './revoke-api-key.tsx';

const columns: Column<ApiKey>[] = [
  {
    key: 'name',
    header: 'Name',
    rowHeader: true,
    sortable: true,
    cell: (row) => row.name,
    below: (row) => (
      <p>
        {row.roleName} · <code>{row.prefix}…</code>
        <br />
        {row.lastUsedAt ? (
          <>
            Used <Ago at={row.lastUsedAt} />
          </>
        ) : (
          'Never used'
        )}
      </p>
    ),
  },
  {
    key: 'prefix',
    header: 'Begins with',
    from: 'sm',
    cell: (row) => <code className="text-xs">{row.prefix}…</code>,
  },
  { key: 'roleName', header: 'Role', from: 'sm', sortable: true, cell: (row) => row.roleName },
  { key: 'createdAt', header: 'Made', from: 'sm', sortable: true, cell: (row) => <Ago at={row.createdAt} /> },
  {
    key: 'lastUsedAt',
    header: 'Last used',
    from: 'sm',
    sortable: true,
    cell: (row) => (row.lastUsedAt ? <Ago at={row.lastUsedAt} /> : 'Never'),
  },
  { key: 'actions', header: '', align: 'end', cell: (row) => <RevokeApiKey apiKey={row} /> },
];

/** Keys by which other programs talk to the API. */
export function ApiKeys() {
  const [sort, setSort] = useState<Sort>({ key: 'createdAt', direction: 'descending' });
  const list = useResource(apiKeyList);
  return (
    <Card title="API keys" aside={<MakeApiKey />}>
      <DataTable
        caption="API keys"
        columns={columns}
        rows={list.data?.items.toSorted((one, other) => compare(one, other, sort))}
        rowKey={(row) => row.id}
        sort={{ by: sort, onSort: setSort }}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={
          <Empty icon={IconKey} title="No API keys">
            A key lets another program, e.g. your shop, add contacts or read reports. It may do what its role
            allows.
          </Empty>
        }
      />
    </Card>
  );
}

function compare(one: ApiKey, other: ApiKey, sort: Sort): number {
  const value = (key: ApiKey) => Object.entries(key).find(([name]) => name === sort.key)?.[1] ?? '';
  const order = value(one).localeCompare(value(other), 'en');
  return sort.direction === 'ascending' ? order : -order;
}
