import { QueryCache, QueryClient } from '@tanstack/react-query';
import { signInPath } from '../session/sign-in-path.ts';
import { asApiError } from './api-error.ts';

/** The browser's cache of the API. A session that ended leads to the sign-in page and back. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => asApiError(error).status === 0 && failures < 2,
      },
      mutations: { retry: false },
    },
  });
}

function leaveWhenSignedOut(error: unknown): void {
  if (typeof window === 'undefined' || asApiError(error).code !== 'not_signed_in') return;
  window.location.assign(signInPath(window.location.pathname + window.location.search));
}
