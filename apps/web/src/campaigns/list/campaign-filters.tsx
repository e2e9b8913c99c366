'use client';

import { NativeSelect } from '@mantine/core';
import { campaignStatuses } from '@sms-crm/contracts/campaigns';
import { SearchField } from '../../table/search-field.tsx';
import { campaignStatusWords } from '../campaign-status.tsx';

type Filters = { q: string; status: string };

const options = [
  { value: '', label: 'Every status' },
  ...campaignStatuses.map((value) => ({ value, label: campaignStatusWords(value) })),
];

export function CampaignFilters(props: { filters: Filters; onChange: (change: Partial<Filters>) => void }) {
  return (
    <search className="mb-4 flex flex-wrap gap-3">
      <SearchField
        label="Search campaigns"
        placeholder="Beginning of a name"
        value={props.filters.q}
        onSearch={(q) => props.onChange({ q })}
      />
      <NativeSelect
        aria-label="Status"
        data={options}
        value={props.filters.status}
        onChange={(event) => props.onChange({ status: event.currentTarget.value })}
      />
    </search>
  );
}
