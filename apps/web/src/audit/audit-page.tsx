'use client';

import type { AuditEntry } from '@sms-crm/contracts/access';
import { IconHistory } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import type { Column } from '../table/data-table.tsx';
import { DataTable } from '../table/data-table.tsx';
import { Pager } from '../table/pager.tsx';
import { SearchField } from '../table/search-field.tsx';
import { useListSearch } from '../table/use-list-search.ts';
import { Empty } from '../ui/empty.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { EntryDetails } from './entry-details.tsx';
import { auditFilters, auditList } from './resources.ts';

const columns: Column<AuditEntry>[] = [
  { key: 'at', header: 'When', cell: (row) => <Moment at={row.at} /> },
  { key: 'actor', header: 'Who', cell: (row) => row.actor },
  {
    key: 'action',
    header: 'What',
    rowHeader: true,
    cell: (row) => <code className="text-xs whitespace-nowrap">{row.action}</code>,
  },
  { key: 'target', header: 'On', from: 'sm', cell: (row) => row.targetType },
  { key: 'ip', header: 'From', from: 'md', cell: (row) => row.ip ?? '–' },
  { key: 'details', header: '', align: 'end', cell: (row) => <EntryDetails entry={row} /> },
];

export function AuditPage() {
  const { filters, cursor, change } = useListSearch(auditFilters);
  const list = useResource(auditList({ ...filters, cursor }));
  return (
    <>
      <PageHeader title="Audit log" about="Who changed what, when and from where" />
      <div className="mb-4 flex">
        <SearchField
          label="Filter by action"
          placeholder="Action, e.g. campaign.launch"
          value={filters.action}
          onSearch={(action) => void change({ action })}
        />
      </div>
      <DataTable
        caption="Audit log"
        columns={columns}
        rows={list.data?.items}
        rowKey={(row) => row.id}
        stale={list.isPlaceholderData}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={
          <Empty icon={IconHistory} title={filters.action ? 'No such action' : 'Nothing has happened yet'}>
            Every change by people, keys and the product itself is written here.
          </Empty>
        }
      />
      <Pager page={list.data} noun="entry" plural="entries" />
    </>
  );
}
