'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import type { Resource } from './resource.ts';

export type ResourceOptions<Answer> = {
  enabled?: boolean | undefined;
  /** Milliseconds between two fetches, or false; a function decides by the last answer. */
  refetchInterval?: number | false | ((current: Answer | undefined) => number | false) | undefined;
};

/** Reads a resource; the page before stays visible while the next one loads. */
export function useResource<Answer>(source: Resource<Answer>, options: ResourceOptions<Answer> = {}) {
  const interval = options.refetchInterval;
  return useQuery({
    queryKey: source.queryKey,
    queryFn: ({ signal }) => api(source.path, source.answer, { query: source.query, signal }),
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
    refetchInterval: (query) =>
      typeof interval === 'function' ? interval(query.state.data) : (interval ?? false),
  });
}
