'use client';

import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asApiError } from './api-error.ts';
import { InFlight } from './in-flight.ts';

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

/** A change at the API: refreshes what it touched, says what happened or why not. Asked for again before it was answered, it is sent once. */
export function useAction<Input = void, Result = unknown>(action: Action<Input, Result>) {
  const queries = useQueryClient();
  const [inFlight] = useState(() => new InFlight<Input | undefined, Result>());
  const mutation = useMutation<Result, Error, Input>({
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
  const mutateAsync: typeof mutation.mutateAsync = (...args) =>
    inFlight.send(args[0], () => mutation.mutateAsync(...args));
  const mutate: typeof mutation.mutate = (...args) => {
    // Told by `onError`; whoever wants to catch it asks for the promise.
    mutateAsync(...args).catch(() => undefined);
  };
  return { ...mutation, mutate, mutateAsync };
}
