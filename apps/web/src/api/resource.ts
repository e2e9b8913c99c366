import type { z } from 'zod';
import type { Query } from './api.ts';

/** Something readable at the API, defined once for the server's first fetch and the browser's later ones. */
export type Resource<Answer> = {
  path: string;
  query: Query;
  answer: z.ZodType<Answer>;
  /** `['v1', 'campaigns', id, 'report', query]`: invalidating a prefix refreshes all below it. */
  queryKey: readonly unknown[];
};

/** `resource('/v1/contacts', contactPage, { q })`. */
export function resource<Answer>(
  path: string,
  answer: z.ZodType<Answer>,
  query: Query = {},
): Resource<Answer> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const kept = Object.fromEntries(given);
  return { path, query: kept, answer, queryKey: [...path.split('/').slice(1), kept] };
}
