'use client';

import type { DeadLetter, DeadLetterKind } from '@sms-crm/contracts/dead-letters';
import { deadLetterKinds } from '@sms-crm/contracts/dead-letters';
import { IconMailOff } from '@tabler/icons-react';
import Link from 'next/link';
import { useResource } from '../api/use-resource.ts';
import { formatPhone } from '../format/phones.ts';
import type { Column } from '../table/data-table.tsx';
import { FilterBar, FilterSelect } from '../table/filter-bar.tsx';
import { ListTable } from '../table/list-table.tsx';
import { useListSearch } from '../table/use-list-search.ts';
import { Empty } from '../ui/empty.tsx';
import { Ago } from '../ui/moment.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { deadLetterFilters, deadLetterList } from './resources.ts';
import { RetryLetter } from './retry-letter.tsx';

const kindWords: Record<DeadLetterKind, string> = {
  message: 'Text',
  webhook: 'Carrier webhook',
  mail: 'Mail',
  import: 'Import',
};

const kinds = [
  { value: '', label: 'Everything' },
  ...deadLetterKinds.map((value) => ({ value, label: kindWords[value] })),
];

const columns: Column<DeadLetter>[] = [
  {
    key: 'about',
    header: 'What',
    rowHeader: true,
    cell: (row) => (
      <div className="min-w-28">
        <About row={row} />
        <p className="text-xs text-soft">{kindWords[row.kind]}</p>
      </div>
    ),
    below: (row) => <Why row={row} />,
  },
  { key: 'why', header: 'Why', from: 'sm', cell: (row) => <Why row={row} /> },
  { key: 'at', header: 'When', from: 'md', cell: (row) => <Ago at={row.at} /> },
  { key: 'actions', header: '', align: 'end', cell: (row) => <RetryLetter letter={row} /> },
];

function About({ row }: { row: DeadLetter }) {
  const href = hrefOf(row);
  const words = row.kind === 'message' ? formatPhone(row.about) : row.about;
  if (!href) return <p className="font-medium [overflow-wrap:anywhere]">{words}</p>;
  return (
    <Link href={href} className="link font-medium [overflow-wrap:anywhere]">
      {words}
    </Link>
  );
}

function hrefOf({ kind, subjectId }: DeadLetter): string | undefined {
  if (kind === 'message') return `/messages/${subjectId}`;
  return kind === 'import' ? `/contacts/imports/${subjectId}` : undefined;
}

function Why({ row }: { row: DeadLetter }) {
  return (
    <div className="max-w-xl text-sm text-ink">
      <p>
        {row.words} <span className="numeric text-xs text-soft">· {row.code}</span>
      </p>
      <p className="text-soft">{row.action}</p>
    </div>
  );
}

/** What gave up for good, why, and the way to try it again. */
export function DeadLettersPage() {
  const { filters, cursor, change } = useListSearch(deadLetterFilters);
  const list = useResource(deadLetterList({ ...filters, cursor }));
  return (
    <>
      <PageHeader
        title="Given up"
        about="What could not be sent or read after all attempts. A text that is tried again meets every gate again."
      />
      <FilterBar>
        <FilterSelect
          label="Show"
          options={kinds}
          value={filters.kind}
          onChange={(kind) => void change({ kind })}
        />
      </FilterBar>
      <ListTable
        caption="What gave up"
        columns={columns}
        list={list}
        noun="entry"
        plural="entries"
        empty={
          <Empty icon={IconMailOff} title="Nothing was given up">
            Texts, webhooks, mails and imports that fail for good stand here, with what to do about them.
          </Empty>
        }
      />
    </>
  );
}
