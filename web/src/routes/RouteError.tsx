/** What is shown in place of a page that broke or could not be fetched. */
import { useEffect } from 'react';
import { useRouteError } from 'react-router';

import { useReach } from '@/api';
import { ErrorState, isUnfetched, Page, Unreachable } from '@/ui';

const RELOADED = 'matinee.reloaded';
const reload = () => window.location.reload();

/** Once a minute at most: a page that stays broken must not reload for ever. */
function mayReload(now: number): boolean {
  try {
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    if (now - last < 60_000) return false;
    sessionStorage.setItem(RELOADED, String(now));
    return true;
  } catch {
    return false;
  }
}

/** A page that could not be fetched is fetched when the server is back, or at once after a newer version took its place. */
function useComeBack(error: unknown): void {
  const online = useReach((state) => state.online);
  const unfetched = isUnfetched(error);
  useEffect(() => {
    if (unfetched && online && mayReload(Date.now())) reload();
  }, [unfetched, online]);
}

export function RouteError() {
  const error = useRouteError();
  useComeBack(error);
  return <Unreachable error={error} onRetry={reload} />;
}

/** The same beneath the bar, which still works. */
export function PageError() {
  const error = useRouteError();
  useComeBack(error);
  return (
    <Page>
      <ErrorState error={error} onRetry={reload} alone />
    </Page>
  );
}
