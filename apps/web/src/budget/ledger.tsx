'use client';

import { TextInput } from '@mantine/core';
import { ledgerKindWords } from '@sms-crm/contracts/ledger';
import { IconReceipt } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import { FilterBar, FilterSelect } from '../table/filter-bar.tsx';
import { ListTable } from '../table/list-table.tsx';
import { useListSearch } from '../table/use-list-search.ts';
import { Empty } from '../ui/empty.tsx';
import { ExportButton } from '../ui/export-button.tsx';
import { ledgerColumns } from './ledger-columns.tsx';
import { ledgerFile, ledgerFilters, ledgerList } from './resources.ts';

const kinds = [
  { value: '', label: 'Every step' },
  ...Object.entries(ledgerKindWords).map(([value, label]) => ({ value, label })),
];

/** Every step that money took, the newest first. */
export function Ledger() {
  const { filters, cursor, change } = useListSearch(ledgerFilters);
  const list = useResource(ledgerList({ ...filters, cursor }));
  const filtered = Object.values(filters).some(Boolean);
  return (
    <section aria-labelledby="ledger" className="mt-3">
      <h2 id="ledger" className="mb-3 text-lg font-semibold">
        Ledger
      </h2>
      <FilterBar>
        <FilterSelect
          label="Step"
          options={kinds}
          value={filters.kind}
          onChange={(kind) => void change({ kind })}
        />
        <TextInput
          type="date"
          aria-label="Day of the budget"
          value={filters.day}
          onChange={(event) => void change({ day: event.currentTarget.value })}
        />
        <ExportButton className="ml-auto" permission="budget:export" href={ledgerFile(filters)} />
      </FilterBar>
      <ListTable
        caption="Steps of money"
        columns={ledgerColumns}
        list={list}
        noun="entry"
        plural="entries"
        empty={
          <Empty
            icon={IconReceipt}
            title={filtered ? 'No step fits these filters' : 'No money has moved yet'}
          >
            Each text reserves its price before it is sent and settles it afterwards. Every step is two
            entries that sum to zero.
          </Empty>
        }
      />
    </section>
  );
}
