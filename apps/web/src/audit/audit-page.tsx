'use client';

import { Button } from '@mantine/core';
import type { AuditEntry } from '@sms-crm/contracts/access';
import { IconHistory, IconX } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import type { Column } from '../table/data-table.tsx';
import { ListTable } from '../table/list-table.tsx';
import { useListSearch } from '../table/use-list-search.ts';
import { Empty } from '../ui/empty.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { RowLink } from '../ui/row-link.tsx';
import { actionWords, actorWords } from './audit-words.ts';
import { EntryDetails } from './entry-details.tsx';
import { EntryTarget } from './entry-target.tsx';
import { auditFilters, auditList } from './resources.ts';

const columns: Column<AuditEntry>[] = [
  { key: 'at', header: 'When', from: 'sm', cell: (row) => <Moment at={row.at} /> },
  { key: 'actor', header: 'Who', from: 'sm', cell: actorWords },
  {
    key: 'action',
    header: 'What',
    rowHeader: true,
    cell: (row) => (
      <RowLink href={`/audit?action=${encodeURIComponent(row.action)}`} title={row.action}>
        {actionWords(row.action)}
      </RowLink>
    ),
    below: (row) => (
      <>
        <p>{actorWords(row)}</p>
        <p>
          <EntryTarget entry={row} />
        </p>
        <Moment at={row.at} />
      </>
    ),
  },
  { key: 'target', header: 'On', from: 'md', cell: (row) => <EntryTarget entry={row} /> },
  { key: 'ip', header: 'From', from: 'md', cell: (row) => row.ip ?? '–' },
  { key: 'details', header: '', align: 'end', cell: (row) => <EntryDetails entry={row} /> },
];

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
      <ListTable
        caption="Audit log"
        columns={columns}
        list={list}
        noun="entry"
        plural="entries"
        empty={
          <Empty icon={IconHistory} title={filters.action ? 'No such action' : 'Nothing has happened yet'}>
            Every change by people, keys and the product itself is written here.
          </Empty>
        }
      />
    </>
  );
}
