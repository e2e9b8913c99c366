'use client';

import type { Campaign, StartMoment } from '@sms-crm/contracts/campaigns';
import { campaignPreview } from '@sms-crm/contracts/campaigns';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';

export const previewKey = (id: string) => ['v1', 'campaigns', id, 'preview'] as const;

/**
 * Whom a draft would reach now, for how much, how long it takes, and what prevents its launch.
 * `isPlaceholderData` while the answer is of an audience before.
 */
export function usePreview({ id, audience }: Pick<Campaign, 'id' | 'audience'>) {
  return useQuery({
    queryKey: [...previewKey(id), audience],
    queryFn: ({ signal }) =>
      api(`/v1/campaigns/${id}/preview`, campaignPreview, { method: 'POST', body: {}, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** The same as if it started by itself then; asks nothing before there is a moment. */
export function usePreviewAt(id: string, when: StartMoment | undefined) {
  return useQuery({
    queryKey: [...previewKey(id), when],
    queryFn: ({ signal }) =>
      api(`/v1/campaigns/${id}/preview`, campaignPreview, { method: 'POST', body: { when }, signal }),
    enabled: when !== undefined,
    retry: false,
  });
}
