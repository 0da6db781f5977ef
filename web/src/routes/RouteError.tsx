/** What is shown in place of a page that broke or could not be fetched. */
import { useEffect } from 'react';
import { useRouteError } from 'react-router';

import { isThere, isUnfetched } from '@/api';
import { ErrorState, Page, Unreachable } from '@/ui';

const RELOADED = 'matinee.reloaded';
const AGAIN_MS = 3_000;
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

/** A browser that reloads without a server shows a page of its own, and ours is lost: so the server is asked first. */
async function reloadIfThere(): Promise<void> {
  if (await isThere()) reload();
}

/** A page that could not be fetched is fetched when the server is back, or at once after a newer version took its place. */
function useComeBack(error: unknown): void {
  const unfetched = isUnfetched(error);
  useEffect(() => {
    if (!unfetched) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const look = async () => {
      const there = await isThere();
      if (left) return;
      if (!there) timer = setTimeout(() => void look(), AGAIN_MS);
      else if (mayReload(Date.now())) reload();
    };
    void look();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [unfetched]);
}

const retryUnfetched = () => void reloadIfThere();

export function RouteError() {
  const error = useRouteError();
  useComeBack(error);
  return <Unreachable error={error} onRetry={isUnfetched(error) ? retryUnfetched : reload} />;
}

/** The same beneath the bar, which still works. */
export function PageError() {
  const error = useRouteError();
  useComeBack(error);
  return (
    <Page>
      <ErrorState error={error} onRetry={isUnfetched(error) ? retryUnfetched : reload} alone />
    </Page>
  );
}
