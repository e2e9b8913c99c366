'use client';

import type { ContactMessage } from '@sms-crm/contracts/messages';
import { IconMessage } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import { MessageStatusMark } from '../reports/message-status-mark.tsx';
import type { Column } from '../table/data-table.tsx';
import { ListTable } from '../table/list-table.tsx';
import { useListSearch } from '../table/use-list-search.ts';
import { Empty } from '../ui/empty.tsx';
import { Moment } from '../ui/moment.tsx';
import { RowLink } from '../ui/row-link.tsx';
import { messagesOfContact } from './resources.ts';

const noFilters = {};

/** What this person was sent, what was held back and why, and what they wrote. */
export function ContactMessages({ id }: { id: string }) {
  const { cursor } = useListSearch(noFilters);
  const list = useResource(messagesOfContact(id, cursor));
  return (
    <section className="mt-5 flex flex-col gap-3">
      <h2 className="text-[0.9375rem] font-semibold">Texts</h2>
      <ListTable
        caption="Texts to and from this contact"
        columns={columns}
        list={list}
        noun="text"
        empty={
          <Empty icon={IconMessage} title="No texts yet">
            Campaigns that include this contact, and what they write, show up here.
          </Empty>
        }
      />
    </section>
  );
}

const columns: Column<ContactMessage>[] = [
  {
    key: 'status',
    header: 'Status',
    from: 'sm',
    cell: (row) => <MessageStatusMark status={row.status} retryAt={row.retryAt} />,
  },
  {
    key: 'text',
    header: 'Text',
    rowHeader: true,
    cell: (row) => (
      <div className="min-w-40">
        <RowLink href={`/messages/${row.id}`}>{titleOf(row)}</RowLink>
        <p className="line-clamp-2 max-w-[32rem] text-sm font-normal text-soft">{row.body}</p>
      </div>
    ),
    below: (row) => (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-soft">
        <MessageStatusMark status={row.status} retryAt={row.retryAt} />
        <Moment at={row.createdAt} />
        <span>{whyOf(row)}</span>
      </div>
    ),
  },
  {
    key: 'why',
    header: 'Why',
    from: 'md',
    cell: (row) => whyOf(row) ?? <span className="text-soft">–</span>,
  },
  { key: 'at', header: 'When', from: 'sm', cell: (row) => <Moment at={row.createdAt} /> },
];

function titleOf(row: ContactMessage): string {
  if (row.direction === 'inbound') return 'Received';
  return row.campaignName ?? 'Single text';
}

function whyOf(row: ContactMessage): string | null {
  return row.reasonWords ?? row.errorWords;
}
