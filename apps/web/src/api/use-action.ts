'use client';

import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { asApiError } from './api-error.ts';

export type Action<Input, Result> = {
  run: (input: Input) => Promise<Result>;
  /** Prefixes of query keys to refresh afterwards, e.g. `[['v1', 'contacts']]`. */
  refresh?: readonly (readonly string[])[];
  /** Said in a toast when it worked. */
  done?: string | ((result: Result, input: Input) => string);
  onDone?: (result: Result, input: Input) => void;
  /** `form` when the caller shows what went wrong; a toast does otherwise. */
  errors?: 'toast' | 'form';
};

/** A change at the API: refreshes what it touched, says what happened or why not. */
export function useAction<Input = void, Result = unknown>(action: Action<Input, Result>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: action.run,
    onSuccess: async (result, input) => {
      const words = typeof action.done === 'function' ? action.done(result, input) : action.done;
      if (words) notifications.show({ message: words, color: 'teal' });
      await Promise.all((action.refresh ?? []).map((queryKey) => queries.invalidateQueries({ queryKey })));
      action.onDone?.(result, input);
    },
    onError: (error) => {
      if (action.errors === 'form') return;
      notifications.show({ title: 'That did not work', message: asApiError(error).message, color: 'red' });
    },
  });
}
