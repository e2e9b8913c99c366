'use client';

import { campaignStatuses } from '@sms-crm/contracts/campaigns';
import { FilterBar, FilterSelect } from '../../table/filter-bar.tsx';
import { SearchField } from '../../table/search-field.tsx';
import { campaignStatusWords } from '../campaign-status.tsx';

type Filters = { q: string; status: string };

const options = [
  { value: '', label: 'Every status' },
  ...campaignStatuses.map((value) => ({ value, label: campaignStatusWords(value) })),
];

export function CampaignFilters(props: { filters: Filters; onChange: (change: Partial<Filters>) => void }) {
  return (
    <FilterBar>
      <SearchField
        label="Search campaigns"
        placeholder="Beginning of a name"
        value={props.filters.q}
        onSearch={(q) => props.onChange({ q })}
      />
      <FilterSelect
        label="Status"
        options={options}
        value={props.filters.status}
        onChange={(status) => props.onChange({ status })}
      />
    </FilterBar>
  );
}
