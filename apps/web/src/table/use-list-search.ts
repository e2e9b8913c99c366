'use client';

import { parseAsString, useQueryStates } from 'nuqs';
import type { UseQueryStatesKeysMap, Values } from 'nuqs';

type Changes<Filters extends UseQueryStatesKeysMap> = {
  [Name in keyof Filters]?: Values<Filters>[Name] | null;
};

const cursor = { cursor: parseAsString.withDefault('') };

/** The filters of a list and its cursor, kept in the URL; changing a filter goes back to the first page. */
export function useListSearch<Filters extends UseQueryStatesKeysMap>(filters: Filters) {
  const [place] = useQueryStates(cursor);
  const [values, setValues] = useQueryStates(filters);
  const [, setPlace] = useQueryStates(cursor);
  async function change(changes: Changes<Filters>): Promise<void> {
    await Promise.all([setValues(changes), setPlace({ cursor: null })]);
  }
  return { filters: values, cursor: place.cursor, change };
}
