/** Every page but Watch: the bar, the tabs of a phone, what lies over all pages. */
import { useIsFetching } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, ScrollRestoration, useNavigate, type Location } from 'react-router';

import { patiently } from '@/api';
import { SearchField } from '@/features/search/SearchField';
import { AppBar, OfflineStrip, TabBar } from '@/features/shell';
import { useOutbox } from '@/features/watch/useOutbox';
import { moreWords } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { useCommandKey, useKeys } from '@/lib/useKeys';
import { quiet, useRested } from '@/lib/useRested';
import { CollectionChooser } from '@/ui/collections/CollectionChooser';
import { later } from '@/ui/later';

import { useReadyToWatch } from './useReadyToWatch';

/** Where one goes next, fetched one after the other while nothing else is to do: then a click opens at once, also without a server. */
function useFetchAhead(): void {
  useEffect(() => {
    let gone = false;
    const fetchAll = async () => {
      for (const load of NEXT) {
        await quiet();
        if (gone) return;
        await load().catch(() => undefined);
      }
    };
    const timer = setTimeout(() => void fetchAll(), AHEAD_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, []);
}

const AHEAD_MS = 3_000;
const NEXT: (() => Promise<unknown>)[] = [
  moreWords,
  () => import('@/routes/LibraryRoute'),
  () => import('@/routes/TitleRoute'),
  () => import('@/routes/SearchRoute'),
  () => import('@/routes/AddRoute'),
  () => import('@/routes/ActivityRoute'),
  () => import('@/routes/WatchRoute'),
];

const KeyHelp = later(() => import('@/features/shell/KeyHelp'));
const Palette = later(async () => ({ default: (await import('@/features/palette')).Palette }));

// The tray and the sending behind it come after the first paint.
const UploadTray = later(async () => ({ default: (await import('@/features/add')).UploadTray }));

// So does the card that grows: nothing is under the pointer yet.
const GrownCard = lazy(async () => ({ default: (await patiently(() => import('@/ui/media/GrownCard'))).GrownCard }));

/** The parts of the frame that no first picture waits for: they come once the page has what it shows. */
function Afterwards() {
  const fetching = useIsFetching();
  if (!useRested(fetching === 0)) return null;
  return (
    <>
      <Suspense>
        <GrownCard />
      </Suspense>
      <Suspense>
        <UploadTray />
      </Suspense>
    </>
  );
}

/** Every page that is opened afresh has the same key: its address tells it from another. */
const placeKey = ({ key, pathname, search }: Location) => (key === 'default' ? pathname + search : key);

export function ShellRoute() {
  const { t } = useTranslation('shell');
  const [help, setHelp] = useState(false);
  const [palette, setPalette] = useState(false);
  useFetchAhead();
  useOutbox();
  useReadyToWatch();
  const go = useNavigate();
  const openHelp = useCallback(() => setHelp(true), []);
  useCommandKey('k', () => setPalette((open) => !open));
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
      <CollectionChooser />
      <Afterwards />
      <OfflineStrip />
      {palette && (
        <Suspense>
          <Palette onClose={() => setPalette(false)} onHelp={openHelp} />
        </Suspense>
      )}
      {help && (
        <Suspense>
          <KeyHelp open onOpenChange={setHelp} />
        </Suspense>
      )}
      <ScrollRestoration getKey={placeKey} />
    </>
  );
}
