/** Keeps the place of the chips, which are fetched after the page. */
import { lazy, Suspense } from 'react';
import { useLocation } from 'react-router';

import { moreWords } from '@/lib/i18n';
import { useWide } from '@/lib/useWide';

const BrowseChips = lazy(async () => {
  const [chips] = await Promise.all([import('./BrowseChips'), moreWords()]);
  return chips;
});

const WITH_CHIPS = /^\/(library|my-list|collections|genres|channels|people|tags|history)$/;

export function Browse() {
  const { pathname } = useLocation();
  const wide = useWide();
  if (wide || !WITH_CHIPS.test(pathname)) return null;
  return (
    <div className="-mt-3.5 mb-2.5 h-11.5">
      <Suspense>
        <BrowseChips />
      </Suspense>
    </div>
  );
}
