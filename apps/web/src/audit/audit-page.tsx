'use client';

import { Button } from '@mantine/core';
import type { AuditEntry } from '@sms-crm/contracts/access';
import { IconHistory, IconX } from '@tabler/icons-react';
import Link from 'next/link';
import { useResource } from '../api/use-resource.ts';
import type { Column } from '../table/data-table.tsx';
import { DataTable } from '../table/data-table.tsx';
import { Pager } from '../table/pager.tsx';
import { useListSearch } from '../table/use-list-search.ts';
import { Empty } from '../ui/empty.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { actionWords, actorWords, spaced } from './audit-words.ts';
import { EntryDetails } from './entry-details.tsx';
import { auditFilters, auditList } from './resources.ts';

const columns: Column<AuditEntry>[] = [
  { key: 'at', header: 'When', from: 'sm', cell: (row) => <Moment at={row.at} /> },
  { key: 'actor', header: 'Who', from: 'sm', cell: actorWords },
  { key: 'action', header: 'What', rowHeader: true, cell: (row) => <What entry={row} /> },
  { key: 'target', header: 'On', from: 'md', cell: (row) => spaced(row.targetType) },
  { key: 'ip', header: 'From', from: 'md', cell: (row) => row.ip ?? '–' },
  { key: 'details', header: '', align: 'end', cell: (row) => <EntryDetails entry={row} /> },
];

/** The action; on a phone also who and when, which have no columns there. */
function What({ entry }: { entry: AuditEntry }) {
  return (
    <>
      <Link
        href={`/audit?action=${encodeURIComponent(entry.action)}`}
        title={entry.action}
        className="font-medium text-ink no-underline hover:underline"
      >
        {actionWords(entry.action)}
      </Link>
      <p className="text-xs text-soft sm:hidden">
        {actorWords(entry)}, <Moment at={entry.at} />
      </p>
    </>
  );
}

export function AuditPage() {
  const { filters, cursor, change } = useListSearch(auditFilters);
  const list = useResource(auditList({ ...filters, cursor }));
  return (
    <>
      <PageHeader title="Audit log" about="Who changed what, when and from where" />
      {filters.action && (
        <Button
          variant="light"
          size="xs"
          mb="md"
          rightSection={<IconX size={14} aria-hidden />}
          onClick={() => void change({ action: null })}
        >
          Only “{actionWords(filters.action)}”: show all
        </Button>
      )}
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
