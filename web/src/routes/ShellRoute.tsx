/** Every page but Watch: the bar, the tabs of a phone, what lies over all pages. */
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, ScrollRestoration, useNavigate } from 'react-router';

import { SearchField } from '@/features/search/SearchField';
import { AppBar, OfflineStrip, TabBar } from '@/features/shell';
import { useOutbox } from '@/features/watch/useOutbox';
import { paths } from '@/lib/paths';
import { useKeys } from '@/lib/useKeys';
import { GrownCard } from '@/ui/media';

import { useReadyToWatch } from './useReadyToWatch';

/** Where one goes next, fetched while nothing else is to do: then a click opens at once, also without a server. */
function useFetchAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const load of [
        () => import('@/routes/HomeRoute'),
        () => import('@/routes/LibraryRoute'),
        () => import('@/routes/TitleRoute'),
        () => import('@/routes/SearchRoute'),
        () => import('@/routes/AddRoute'),
        () => import('@/routes/ActivityRoute'),
        () => import('@/routes/WatchRoute'),
      ]) {
        load().catch(() => undefined);
      }
    }, AHEAD_MS);
    return () => clearTimeout(timer);
  }, []);
}

const AHEAD_MS = 3_000;

const KeyHelp = lazy(() => import('@/features/shell/KeyHelp'));

// The tray and the sending behind it come after the first paint.
const UploadTray = lazy(async () => ({ default: (await import('@/features/add')).UploadTray }));

export function ShellRoute() {
  const { t } = useTranslation('shell');
  const [help, setHelp] = useState(false);
  useFetchAhead();
  useOutbox();
  useReadyToWatch();
  const go = useNavigate();
  const openHelp = useCallback(() => setHelp(true), []);
  useKeys({
    '?': openHelp,
    'g h': () => void go(paths.home),
    'g l': () => void go(paths.library),
    'g a': () => void go(paths.add),
    'g j': () => void go(paths.activity),
  });
  return (
    <>
      <a
        href="#main"
        className="fixed top-2 left-2 z-60 -translate-y-20 rounded-control bg-primary px-4 py-2 text-small font-semibold text-on-primary focus:translate-y-0"
      >
        {t('skip')}
      </a>
      <AppBar search={<SearchField />} onHelp={openHelp} />
      <Outlet />
      <TabBar />
      <GrownCard />
      <Suspense>
        <UploadTray />
      </Suspense>
      <OfflineStrip />
      {help && (
        <Suspense>
          <KeyHelp open onOpenChange={setHelp} />
        </Suspense>
      )}
      <ScrollRestoration />
    </>
  );
}
