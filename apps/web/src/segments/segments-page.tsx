'use client';

import type { Segment } from '@sms-crm/contracts/segments';
import { IconUsersGroup } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import type { Column } from '../table/data-table.tsx';
import { ListTable } from '../table/list-table.tsx';
import { useListSearch } from '../table/use-list-search.ts';
import { Empty } from '../ui/empty.tsx';
import { Ago } from '../ui/moment.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { AddSegment, SegmentActions } from './segment-actions.tsx';
import { SegmentSize } from './segment-count.tsx';
import { segmentList } from './resources.ts';

const columns: Column<Segment>[] = [
  {
    key: 'name',
    header: 'Segment',
    rowHeader: true,
    cell: (row) => (
      <div className="min-w-28">
        <p className="font-medium">{row.name}</p>
        <p className="text-xs text-soft">{row.words}</p>
      </div>
    ),
  },
  {
    key: 'contacts',
    header: 'Contacts',
    align: 'end',
    cell: (row) => <SegmentSize filter={row.filter} />,
  },
  { key: 'by', header: 'By', from: 'lg', cell: (row) => row.createdBy },
  { key: 'made', header: 'Made', from: 'lg', cell: (row) => <Ago at={row.createdAt} /> },
  { key: 'actions', header: '', align: 'end', cell: (row) => <SegmentActions segment={row} /> },
];

export function SegmentsPage() {
  const { cursor } = useListSearch({});
  const list = useResource(segmentList({ cursor }));
  return (
    <>
      <PageHeader
        title="Segments"
        about="Groups of contacts that a rule makes; who belongs to them is looked up anew each time"
        actions={<AddSegment />}
      />
      <ListTable
        caption="Segments"
        columns={columns}
        list={list}
        noun="segment"
        empty={
          <Empty icon={IconUsersGroup} title="No segments yet" action={<AddSegment />}>
            Make one of everybody who clicked in a campaign, who did not, or who replied, and write to them.
            The report of a campaign makes one of its clickers with one click.
          </Empty>
        }
      />
    </>
  );
}
