'use client';

import type { DncEntry } from '@sms-crm/contracts/do-not-contact';
import { IconBan, IconMoodEmpty } from '@tabler/icons-react';
import Link from 'next/link';
import { useResource } from '../api/use-resource.ts';
import type { Column } from '../table/data-table.tsx';
import { FilterBar } from '../table/filter-bar.tsx';
import { ListTable } from '../table/list-table.tsx';
import { SearchField } from '../table/search-field.tsx';
import { useListSearch } from '../table/use-list-search.ts';
import { Empty } from '../ui/empty.tsx';
import { Ago } from '../ui/moment.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Phone } from '../ui/phone.tsx';
import { AddEntry } from './add-entry.tsx';
import { originWords, scopeWords } from './origin-words.ts';
import { RemoveEntry } from './remove-entry.tsx';
import { dncFilters, dncList } from './resources.ts';

const columns: Column<DncEntry>[] = [
  {
    key: 'phone',
    header: 'Phone',
    rowHeader: true,
    cell: (row) => <Phone value={row.phone} />,
    below: (row) => (
      <p>
        <Origin entry={row} />, <Ago at={row.createdAt} />
      </p>
    ),
  },
  { key: 'origin', header: 'How it came here', from: 'sm', cell: (row) => <Origin entry={row} /> },
  { key: 'scope', header: 'Forbids', from: 'md', cell: (row) => scopeWords[row.scope] },
  { key: 'reason', header: 'Reason', from: 'md', cell: (row) => row.reason ?? '–' },
  { key: 'by', header: 'By', from: 'sm', cell: (row) => row.createdBy },
  { key: 'since', header: 'Since', from: 'sm', cell: (row) => <Ago at={row.createdAt} /> },
  { key: 'actions', header: '', align: 'end', cell: (row) => <RemoveEntry entry={row} /> },
];

/** How it came here, with the text that made it. */
function Origin({ entry }: { entry: DncEntry }) {
  const { words } = originWords[entry.origin];
  if (entry.sourceMessageId === null) return words;
  return (
    <Link className="link" href={`/messages/${entry.sourceMessageId}`}>
      {words}
    </Link>
  );
}

export function DoNotContactPage() {
  const { filters, cursor, change } = useListSearch(dncFilters);
  const list = useResource(dncList({ ...filters, cursor }));
  const nobody = list.data?.items.length === 0 && !filters.q && !cursor;
  return (
    <>
      <PageHeader
        title="Do-not-contact"
        about="Phones that no campaign may text, whatever else is known of them"
        actions={<AddEntry />}
      />
      {!nobody && (
        <FilterBar>
          <SearchField
            label="Search phones"
            placeholder="First or last digits of a phone"
            value={filters.q}
            onSearch={(q) => void change({ q })}
          />
        </FilterBar>
      )}
      <ListTable
        caption="Do-not-contact list"
        columns={columns}
        list={list}
        noun="phone"
        empty={filters.q ? <NoMatch /> : <NoEntries />}
      />
    </>
  );
}

function NoEntries() {
  return (
    <Empty icon={IconBan} title="Nobody is on the list" action={<AddEntry />}>
      Whoever replies STOP is added at once and by itself. You can also add a phone by hand.
    </Empty>
  );
}

function NoMatch() {
  return (
    <Empty icon={IconMoodEmpty} title="No phone matches">
      Search finds the first or the last digits of a phone.
    </Empty>
  );
}
