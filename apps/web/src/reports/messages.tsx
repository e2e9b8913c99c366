'use client';

import { CloseButton } from '@mantine/core';
import { carrierErrorWords } from '@sms-crm/contracts/carrier-errors';
import { skipReasonWords, waitReasonWords } from '@sms-crm/contracts/reasons';
import { IconUsers } from '@tabler/icons-react';
import { parseAsString } from 'nuqs';
import { useResource } from '../api/use-resource.ts';
import { messagesOf, oneCampaign } from '../campaigns/resources.ts';
import { FilterBar, FilterSelect } from '../table/filter-bar.tsx';
import { ListTable } from '../table/list-table.tsx';
import { useListSearch } from '../table/use-list-search.ts';
import { Empty } from '../ui/empty.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { messageColumns } from './message-columns.tsx';
import { messageLists } from './message-filters.ts';
import { ExportCampaign } from './report-header.tsx';

const text = parseAsString.withDefault('');

const options = [
  { value: '', label: 'Everyone in the audience' },
  ...Object.entries(messageLists).map(([value, label]) => ({ value, label })),
];

/** The people behind a report's number, each with what became of their text. */
export function Messages({ id }: { id: string }) {
  const { filters, cursor, change } = useListSearch({
    status: text,
    reason: text,
    errorCode: text,
    linkId: text,
  });
  const campaign = useResource(oneCampaign(id)).data;
  const list = useResource(messagesOf(id, { ...filters, cursor }));
  const narrowed = narrowedWords(filters);
  return (
    <>
      <PageHeader
        back={{ href: `/campaigns/${id}/report`, label: 'Report' }}
        title={`People of “${campaign?.name ?? 'this campaign'}”`}
        actions={<ExportCampaign id={id} />}
      />
      <FilterBar>
        <FilterSelect
          label="Show"
          options={options}
          value={filters.status}
          onChange={(status) => void change({ status, ...unfiltered })}
        />
        {narrowed && (
          <span className="inline-flex min-h-9 items-center gap-1 rounded-full bg-accent-tint pr-1 pl-3.5 text-sm">
            {narrowed}
            <CloseButton size="sm" aria-label="Clear this filter" onClick={() => void change(unfiltered)} />
          </span>
        )}
      </FilterBar>
      <ListTable
        caption="People and their texts"
        columns={messageColumns}
        list={list}
        noun="person"
        plural="people"
        empty={
          <Empty icon={IconUsers} title="Nobody is in this list">
            The campaign may have moved on since the number was shown.
          </Empty>
        }
      />
    </>
  );
}

/** Every filter but the list itself. */
const unfiltered = { reason: '', errorCode: '', linkId: '' };

function narrowedWords({ reason, errorCode, linkId }: typeof unfiltered): string | undefined {
  if (linkId) return 'On one link';
  if (errorCode) return `Error ${errorCode}: ${carrierErrorWords(errorCode).words}`;
  if (!reason) return undefined;
  const words: Readonly<Record<string, string>> = { ...skipReasonWords, ...waitReasonWords };
  return words[reason] ?? reason;
}
