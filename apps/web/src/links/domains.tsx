'use client';

import type { LinkDomain } from '@sms-crm/contracts/links';
import { IconWorldWww } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import type { Column } from '../table/data-table.tsx';
import { DataTable } from '../table/data-table.tsx';
import { Card } from '../ui/card.tsx';
import { Empty } from '../ui/empty.tsx';
import { Ago } from '../ui/moment.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { AddDomain } from './add-domain.tsx';
import { DomainActions } from './domain-actions.tsx';
import { DomainAdvice } from './domain-advice.tsx';
import { domainList } from './resources.ts';

const states = {
  unverified: { tone: 'warn', words: 'Not verified yet' },
  healthy: { tone: 'good', words: 'Works' },
  failing: { tone: 'bad', words: 'Does not answer' },
} as const;

function state({ state, problem }: LinkDomain) {
  const { tone, words } = state === 'healthy' && problem !== null ? unsure : states[state];
  return <StatusMark tone={tone}>{words}</StatusMark>;
}

const unsure = { tone: 'warn', words: 'Being watched' } as const;

const columns: Column<LinkDomain>[] = [
  {
    key: 'host',
    header: 'Domain',
    rowHeader: true,
    cell: (row) => (
      <div className="min-w-28">
        <p className="font-medium [overflow-wrap:anywhere]">{row.host}</p>
        {row.isDefault && <p className="text-xs text-soft">New links live here</p>}
        <DomainAdvice domain={row} />
      </div>
    ),
    below: state,
  },
  { key: 'state', header: 'State', from: 'sm', cell: state },
  {
    key: 'checkedAt',
    header: 'Looked at',
    from: 'lg',
    cell: (row) => (row.checkedAt === null ? 'Never' : <Ago at={row.checkedAt} />),
  },
  { key: 'actions', header: '', align: 'end', cell: (row) => <DomainActions domain={row} /> },
];

/** The hosts that short links live on. */
export function Domains() {
  const list = useResource(domainList);
  return (
    <Card title="Domains" aside={<AddDomain />}>
      <p className="-mt-2 mb-4 text-sm text-soft">
        Carriers trust links that show your name. Until one of your own domains is the default, links live on{' '}
        <span className="font-medium [overflow-wrap:anywhere]">
          {list.data?.sharedHost ?? 'the shared host'}
        </span>
        .
      </p>
      <DataTable
        caption="Domains of short links"
        columns={columns}
        rows={list.data?.domains}
        rowKey={(row) => row.id}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={
          <Empty icon={IconWorldWww} title="No domain of your own" action={<AddDomain />}>
            Choose a short name below your website’s, e.g. go.yourshop.com, let its DNS entry lead to this
            installation, and add it here.
          </Empty>
        }
      />
    </Card>
  );
}
