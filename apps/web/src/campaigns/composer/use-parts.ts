'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { partsCount } from '@sms-crm/contracts/messages';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';

const typingPauseMs = 150;

/** How many parts a text is billed as, counted by the server once the typing pauses. */
export function useParts(text: string) {
  const [settled] = useDebouncedValue(text, typingPauseMs);
  return useQuery({
    queryKey: ['v1', 'messages', 'parts', settled],
    queryFn: ({ signal }) =>
      api('/v1/messages/parts', partsCount, { method: 'POST', body: { text: settled }, signal }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  });
}
