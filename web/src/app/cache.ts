/** The query cache: what is asked again, and when. */
import { QueryClient } from '@tanstack/react-query';

import { ApiError, keys, onSignedOut, type AuthStatus } from '@/api';

/** Only what may mend itself is asked again: a server that is away, never a plain no. */
function again(count: number, error: Error): boolean {
  if (!(error instanceof ApiError)) return count < 1;
  return (error.offline || error.status >= 500) && count < 2;
}

export const cache = new QueryClient({
  defaultOptions: {
    queries: { retry: again, staleTime: 15_000, gcTime: 10 * 60_000, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});

onSignedOut(() => {
  cache.setQueryData<AuthStatus>(keys.auth, (old) => (old ? { ...old, signed_in: false } : old));
});
