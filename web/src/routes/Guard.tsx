/** Lets in who is signed in; sends the others to the first run or to sign in, and back afterwards. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';

import { authStatus, connectEvents } from '@/api';
import { paths } from '@/lib/paths';
import { FirstPaint, Unreachable } from '@/ui';

/** A server that is away is asked again by itself. */
const AGAIN_MS = 3_000;

function Inside() {
  const cache = useQueryClient();
  useEffect(() => connectEvents(cache), [cache]);
  return <Outlet />;
}

export function Guard() {
  const status = useQuery({ ...authStatus, refetchInterval: (query) => (query.state.status === 'error' ? AGAIN_MS : false) });
  const { pathname, search } = useLocation();
  // Who was let in stays: what is known is shown, and the strip beneath says that the server is away.
  if (status.isError && !status.data) return <Unreachable error={status.error} onRetry={() => void status.refetch()} />;
  if (!status.data) return <FirstPaint />;
  if (status.data.setup_needed) return <Navigate to={`${paths.setup}${search}`} replace />;
  if (status.data.signed_in) return <Inside />;
  const here = pathname + search;
  const next = here === '/' ? '' : `?${new URLSearchParams({ next: here })}`;
  return <Navigate to={paths.signIn + next} replace />;
}
