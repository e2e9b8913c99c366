'use client';

import type { OptOutReview } from '@sms-crm/contracts/opt-outs';
import { IconMessageCheck } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useResource } from '../api/use-resource.ts';
import { useLiveResource } from '../live/use-live-resource.ts';
import type { Column } from '../table/data-table.tsx';
import { FilterBar, FilterSelect } from '../table/filter-bar.tsx';
import { ListTable } from '../table/list-table.tsx';
import { useListSearch } from '../table/use-list-search.ts';
import { Empty } from '../ui/empty.tsx';
import { Decision } from './decision.tsx';
import { ReviewDue } from './review-due.tsx';
import { ReviewText } from './review-text.tsx';
import { reviewFilters, reviewList, reviewsKey, waiting } from './resources.ts';

const columns: Column<OptOutReview>[] = [
  {
    key: 'text',
    header: 'Reply',
    rowHeader: true,
    cell: (row) => <ReviewText review={row} />,
    below: (row) => <ReviewDue review={row} />,
  },
  { key: 'rule', header: 'Why it waits', from: 'md', cell: (row) => row.rule },
  { key: 'due', header: 'When', from: 'sm', cell: (row) => <ReviewDue review={row} /> },
  { key: 'actions', header: '', align: 'end', cell: (row) => <Decision review={row} /> },
];

const shown = [
  { value: 'no', label: 'Waiting' },
  { value: 'yes', label: 'Decided' },
];

/** The queue, current by itself. */
export function Reviews() {
  const { filters, cursor, change } = useListSearch(reviewFilters);
  const list = useResource(reviewList({ ...filters, cursor }));
  useFreshReviews();
  const decided = filters.decided === 'yes';
  return (
    <section aria-labelledby="reviews">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="reviews" className="mb-3 text-lg font-semibold">
          Replies to decide
        </h2>
        <FilterBar>
          <FilterSelect
            label="Show"
            options={shown}
            value={filters.decided}
            onChange={(value) => void change({ decided: value })}
          />
        </FilterBar>
      </div>
      <ListTable
        caption={decided ? 'Replies that were decided' : 'Replies that wait for a decision'}
        columns={columns}
        list={list}
        noun="reply"
        plural="replies"
        empty={
          <Empty
            icon={IconMessageCheck}
            title={decided ? 'Nothing was decided yet' : 'No reply waits for a decision'}
          >
            {decided
              ? 'Replies that somebody decided stand here, with who it was.'
              : 'A reply that may be an opt-out comes here at once. Add a rule below for words that your recipients use.'}
          </Empty>
        }
      />
    </section>
  );
}

/** Loads the lists again whenever the number of texts that wait changes; `{}` is part of the keys of lists alone. */
function useFreshReviews(): void {
  const queries = useQueryClient();
  const { data } = useLiveResource(waiting, () => true);
  const texts = data?.texts;
  useEffect(() => {
    if (texts !== undefined) void queries.invalidateQueries({ queryKey: [...reviewsKey, {}] });
  }, [queries, texts]);
}
