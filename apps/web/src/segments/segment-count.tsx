'use client';

import { segmentCount, segmentFilter } from '@sms-crm/contracts/segments';
import type { SegmentFilter } from '@sms-crm/contracts/segments';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { asApiError } from '../api/api-error.ts';
import { formatCount, formatCountOf } from '../format/numbers.ts';
import { segmentsKey } from './resources.ts';

/** How many contacts belong to it now, while it is written. */
export function SegmentCount({ filter }: { filter: object }) {
  const body = segmentFilter.safeParse(filter).data;
  const counted = useCount(body);
  return (
    <output aria-live="polite" className="block rounded-md bg-sunken px-3.5 py-2.5 text-sm">
      {body === undefined ? 'Fill in the rule to see who belongs to it.' : words(counted)}
    </output>
  );
}

function words({ data, error }: { data: { contacts: number } | undefined; error: unknown }): string {
  if (error) return asApiError(error).message;
  return data ? `${formatCountOf(data.contacts, 'contact')} now.` : 'Counting…';
}

/** The bare number, in a list. */
export function SegmentSize({ filter }: { filter: SegmentFilter }) {
  const { data, error } = useCount(filter);
  if (error) return <span title={asApiError(error).message}>unknown</span>;
  return <span className="numeric">{data ? formatCount(data.contacts) : '…'}</span>;
}

function useCount(filter: SegmentFilter | undefined) {
  return useQuery({
    queryKey: [...segmentsKey, 'count', filter],
    queryFn: ({ signal }) =>
      api('/v1/segments/count', segmentCount, { method: 'POST', body: { filter }, signal }),
    enabled: filter !== undefined,
    placeholderData: keepPreviousData,
  });
}
