'use client';

import { useResource } from '../api/use-resource.ts';
import { FilterSelect } from '../table/filter-bar.tsx';
import { SearchField } from '../table/search-field.tsx';
import { sizeWords } from './list-tabs.tsx';
import { memberName } from './names.ts';
import { assignable, repliesByCampaign } from './resources.ts';
import type { InboxState } from './use-inbox.ts';

/** The id of the search field, which the key `/` leads to. */
export const searchId = 'inbox-search';

/** What campaigns were answered is fetched again this often, ms. */
const campaignsMs = 15_000;

type Narrowing = Pick<InboxState['filters'], 'q' | 'assigned' | 'campaignId'>;

/** Narrows the list by words, by who has it, and by the campaign it answers. */
export function InboxFilters(props: { filters: Narrowing; onChange: (changes: Partial<Narrowing>) => void }) {
  const { filters, onChange } = props;
  const campaigns = useResource(repliesByCampaign, { refetchInterval: campaignsMs }).data?.items ?? [];
  const members = useResource(assignable).data?.items ?? [];
  return (
    <search className="mb-3 grid gap-2">
      <SearchField
        id={searchId}
        label="Search conversations"
        value={filters.q}
        onSearch={(q) => onChange({ q })}
      />
      <div className="grid grid-cols-2 gap-2">
        <FilterSelect
          label="Assigned to"
          options={[
            { value: '', label: 'Everybody’s' },
            { value: 'me', label: 'Mine' },
            { value: 'nobody', label: 'Nobody’s' },
            ...members.map(({ id, label }) => ({ value: id, label: memberName(label) })),
          ]}
          value={filters.assigned}
          onChange={(assigned) => onChange({ assigned })}
        />
        <FilterSelect
          label="Replies to campaign"
          options={[
            { value: '', label: 'All replies' },
            ...campaigns.map(({ campaignId, name, open, all }) => ({
              value: campaignId,
              label: `${name} (${sizeWords(open)} open of ${sizeWords(all)})`,
            })),
          ]}
          value={filters.campaignId}
          onChange={(campaignId) => onChange({ campaignId })}
        />
      </div>
    </search>
  );
}
