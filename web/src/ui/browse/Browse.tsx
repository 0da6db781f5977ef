/** Keeps the place of the chips, which are fetched after the page. */
import { Suspense } from 'react';
import { useLocation } from 'react-router';

import { useWide } from '@/lib/useWide';

import { later } from '../later';

const BrowseChips = later(() => import('./BrowseChips'));

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
