'use client';

import { segmentCount, segmentFilter } from '@sms-crm/contracts/segments';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { asApiError } from '../api/api-error.ts';
import { formatCountOf } from '../format/numbers.ts';
import { segmentsKey } from './resources.ts';

/** How many contacts belong to it now, while it is written. */
export function SegmentCount({ filter }: { filter: object }) {
  const body = segmentFilter.safeParse(filter).data;
  const counted = useQuery({
    queryKey: [...segmentsKey, 'count', body],
    queryFn: ({ signal }) =>
      api('/v1/segments/count', segmentCount, { method: 'POST', body: { filter: body }, signal }),
    enabled: body !== undefined,
    placeholderData: keepPreviousData,
  });
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
